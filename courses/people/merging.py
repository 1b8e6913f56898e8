"""One person under two addresses becomes one: the address that was chosen, and one booking a session."""

from django.db import transaction

from courses import emails, registers
from courses.bookings import State, end, lock_session, offer_on
from courses.models import Booking, Session, TwoPeople
from courses.people.foreseeing import better
from courses.refusals import MeanwhileElsewhere, SaidApart, SamePerson
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.people import links

Attendance = Booking.Attendance
FILLED_FROM_THE_OTHER = ("needs", "dietary", "staff_group", "heard_from", "heard_other")
CHANGED = "One of them booked, or was merged, in the meantime. Look at both again."


@transaction.atomic
def merge(*, keep, other, by, now):
    """The person of the booking `keep` and the one of `other` are one, reached at the address of `keep`.

    Where both have a live booking of one session, the better place stays: booked before offered before
    waiting, the earlier in the line. The other ends as merged; its links lead to the one that stays, which
    takes over attendance, needs and a certificate, and the place that it had is offered on. Of each session
    to come both addresses are told, once: the one that stays gets the entry of the calendar where it had
    none, from the other it goes. Returns the bookings that stay. Raises SaidApart, SamePerson and
    MeanwhileElsewhere.
    """
    address, gone = keep.email, other.email
    if not address or not gone:
        raise SamePerson("Somebody who left no address is known by their name alone.")
    if address.lower() == gone.lower():
        raise SamePerson("These bookings have one email address already.")
    if TwoPeople.objects.between(address, gone).exists():
        raise SaidApart("Somebody said that these are two people. Take that back first.")
    sessions = _locked_sessions_of(address, gone)
    going = _held(keep, other, sessions)
    stays, moving = [], []
    for session in sessions:
        mine, theirs = (session.bookings.live().of(one).first() for one in (address, gone))
        if theirs:
            theirs.session = session
            moving.append((theirs, theirs.state))
        if mine and theirs:
            stays.append(_merge_two(session, *sorted((mine, theirs), key=better), by=by, now=now))
    moved = Booking.objects.filter(pk__in=going).update(email=address)
    record("people merged", keep, by=by, bookings=moved, sessions=[one.session_id for one, _ in stays])
    _tell(stays, moving, address=address, by=by, now=now)
    for stay, _ in stays:
        offer_on(stay.session, now)
        if stay.session.state == Session.State.DELIVERED:
            registers.count(stay.session)
    return [stay for stay, _ in stays]


def _locked_sessions_of(*addresses):
    found = set()
    for address in addresses:
        found |= set(Booking.objects.live().of(address).values_list("session", flat=True))
    return [lock_session(pk) for pk in sorted(found)]


def _held(keep, other, sessions):
    """The keys of what `other` booked. After the sessions the bookings of both are held, so that of two who
    merge them at once, each to the other's address, one is told; and whatever they booked since then moves
    nowhere, because its session is not held."""
    theirs = Booking.objects.of(keep.email) | Booking.objects.of(other.email)
    held = {one.pk: one for one in theirs.select_for_update(no_key=True).order_by("pk")}
    moved = any(one.pk not in held or held[one.pk].email != one.email for one in (keep, other))
    locked = {session.pk for session in sessions}
    if moved or any(one.is_live and one.session_id not in locked for one in held.values()):
        raise MeanwhileElsewhere(CHANGED)
    return [pk for pk, one in held.items() if one.email.lower() == other.email.lower()]


def _merge_two(session, stay, ended, *, by, now):
    stay.session = ended.session = session
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
    _one_certificate(stay, ended)
    links.lead_on(emails.BOOKING, ended, to=stay)
    record("booking merged", ended, by=by, session=session.pk, into=stay.pk)
    return stay, ended


def _one_certificate(stay, ended):
    """It goes with the booking that stays. Where both have one, both are true and can be confirmed, but
    nobody needs an email about the second."""
    for certificate in ended.certificates.live():
        if stay.certificates.live().exists():
            withdraw_for(about=certificate)
        else:
            certificate.booking = stay
            certificate.save(update_fields=["booking"])


def _set(booking, values):
    for name, value in values.items():
        setattr(booking, name, value)


def _tell(stays, moving, *, address, by, now):
    """`moving` are those at the address that goes, each with the state that it had. What waits to be sent
    there, or about what ended, is taken back."""
    for _, ended in stays:
        withdraw_for(about=ended)
    merged = {one.pk for pair in stays for one in pair}
    for booking, was in moving:
        event = record("booking readdressed", booking, by=by, session=booking.session_id)
        withdraw_for(about=booking)
        if _is_to_come(booking.session, now):
            emails.booking_moved_away(booking, version=f"a{event.pk}", was_booked=was == State.BOOKED)
        booking.email = address
        if booking.pk not in merged and _is_to_come(booking.session, now):
            emails.booking_moved_here(booking, version=f"a{event.pk}")
    moved = {booking.pk for booking, _ in moving}
    for stay, ended in stays:
        if _is_to_come(stay.session, now):
            emails.bookings_merged(stay, ended, with_entry=stay.pk in moved)


def _is_to_come(session, now):
    return session.state == Session.State.OPEN and session.starts_at > now
