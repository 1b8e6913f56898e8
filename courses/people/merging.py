"""One person under two addresses becomes one: the address that was chosen, and one booking a session."""

from django.db import transaction

from courses import emails, registers
from courses.bookings import State, end, lock_session, offer_on
from courses.models import Booking, Session, TwoPeople
from courses.refusals import SamePerson
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.people import links

Attendance = Booking.Attendance
BETTER_FIRST = (State.BOOKED, State.OFFERED, State.WAITING)
FILLED_FROM_THE_OTHER = ("needs", "dietary", "staff_group", "heard_from", "heard_other")


@transaction.atomic
def merge(*, keep, other, by, now):
    """The person of the booking `keep` and the one of `other` are one, reached at the address of `keep`.

    Where both have a live booking of one session, the better place stays: booked before offered before
    waiting, the earlier in the line. The other ends as merged; its links lead to the one that stays, which
    takes over attendance, needs and a certificate, and the place that it had is offered on. Of a session to
    come they are told of that, once. Returns the bookings that stay. Raises SamePerson.
    """
    address, gone = keep.email, other.email
    if not address or not gone:
        raise SamePerson("Somebody who left no address is known by their name alone.")
    if address.lower() == gone.lower():
        raise SamePerson("These bookings have one email address already.")
    stays = []
    for session in _locked_sessions_of(address, gone):
        theirs = [*session.bookings.live().of(address), *session.bookings.live().of(gone)]
        if len(theirs) == 2:
            stays.append(_merge_two(session, *sorted(theirs, key=_better), by=by, now=now))
    moved = Booking.objects.of(gone).update(email=address)
    record("people merged", keep, by=by, bookings=moved, sessions=[one.session_id for one, _ in stays])
    for stay, ended in stays:
        _tell(stay, ended, address, now)
        _settle(stay.session, now)
    return [stay for stay, _ in stays]


@transaction.atomic
def say_apart(*, one, other, by):
    """These are two people, however alike; they are not shown again."""
    first, second = sorted([one, other], key=lambda booking: booking.pk)
    TwoPeople.objects.get_or_create(first=first, second=second)
    record("said to be two people", first, by=by, other=second.pk)


def _locked_sessions_of(*addresses):
    found = set()
    for address in addresses:
        found |= set(Booking.objects.live().of(address).values_list("session", flat=True))
    return [lock_session(pk) for pk in sorted(found)]


def _better(booking):
    """Sorts the better place first; of two booked ones the first, which is at the address that stays."""
    in_line = 0 if booking.state == State.BOOKED else booking.place_in_line
    return BETTER_FIRST.index(booking.state), in_line


def _merge_two(session, stay, ended, *, by, now):
    stay.session = ended.session = session
    ended.state_before, stay.address_before = ended.state, stay.email
    marks = {stay.attendance, ended.attendance}
    attendance = next((one for one in (Attendance.ATTENDED, Attendance.ABSENT) if one in marks), "")
    for name in FILLED_FROM_THE_OTHER:
        setattr(stay, name, getattr(stay, name) or getattr(ended, name))
    if not (stay.organisation or stay.other_organisation):
        stay.organisation, stay.other_organisation = ended.organisation, ended.other_organisation
    if ended.attendance == Attendance.ATTENDED != stay.attendance:
        _set(stay, {name: getattr(ended, name) for name in Booking.NO_STAY})
    _set(ended, Booking.NO_STAY)
    ended.attendance, ended.merged_into = "", stay
    end(ended, State.MERGED, now, "attendance", "merged_into", *Booking.NO_STAY)
    stay.attendance = attendance if stay.state == State.BOOKED else ""
    stay.save()
    if not stay.certificates.live().exists():
        ended.certificates.live().update(booking=stay)
    links.lead_on(emails.BOOKING, ended, to=stay)
    record("booking merged", ended, by=by, session=session.pk, into=stay.pk)
    return stay, ended


def _set(booking, values):
    for name, value in values.items():
        setattr(booking, name, value)


def _tell(stay, ended, address, now):
    withdraw_for(about=ended)
    changed = stay.address_before.lower() != address.lower()
    stay.email = ended.email = address
    if stay.session.state == Session.State.OPEN and stay.session.starts_at > now:
        emails.bookings_merged(
            stay, ended, was_booked=ended.state_before == State.BOOKED, new_address=changed
        )


def _settle(session, now):
    offer_on(session, now)
    if session.state == Session.State.DELIVERED:
        registers.count(session)
