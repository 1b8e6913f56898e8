"""Places in a session: booked, waited for, offered, taken, refused, given back.

Whatever takes or frees a place holds the session's row first, so that places are counted by one at a time.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from courses import emails
from courses.models import Booking, Session
from courses.refusals import AlreadyBooked, NotBooked, NothingOffered, NotOpen
from stepforward.audit.recording import record

State = Booking.State
HOLD = timedelta(hours=48)
BEFORE_START = timedelta(hours=2)
AT_THE_LATEST = timedelta(hours=1)  # before the start, where little time is left
TIME_TO_ANSWER = timedelta(minutes=15)  # with less than this nobody is asked
LAPSED = "The time to take this place has passed, so it was offered to the next person."
ENDED = {
    State.CANCELLED: "This booking was cancelled before.",
    State.LAPSED: LAPSED,
    State.PASSED_ON: "This place was passed on to somebody else.",
    State.MERGED: "This booking was merged with another of the same person.",
}


def lock_session(pk):
    """The session, its row locked until the transaction ends. The one lock of all capacity."""
    Session.objects.select_for_update(no_key=True).get(pk=pk)
    return Session.objects.with_facts().get(pk=pk)


def hold_until(session, now):
    """Until when a place offered at `now` is kept: 48 hours, but never later than two hours before the start;
    close to the start, until an hour before it. None when that is too soon to answer."""
    until = min(now + HOLD, session.starts_at - BEFORE_START)
    if until - now < AT_THE_LATEST:
        until = session.starts_at - AT_THE_LATEST
    return until if until - now >= TIME_TO_ANSWER else None


@transaction.atomic
def book(
    *,
    session,
    name,
    email,
    organisation=None,
    other_organisation="",
    staff_group="",
    needs="",
    dietary="",
    heard_from="",
    heard_other="",
    now,
):
    """A place in an open session, or one in its waiting list. Raises NotOpen and AlreadyBooked."""
    session = lock_session(session.pk)
    refuse_unless_open(session, now)
    there = session.bookings.live().of(email).first()
    if there is not None:
        there.session = session
        raise AlreadyBooked(there)
    waits = free_places(session) < 1 or session.bookings.waiting().exists()
    booking = Booking.objects.create(
        session=session,
        name=name,
        email=email,
        organisation=organisation,
        other_organisation=other_organisation,
        staff_group=staff_group,
        needs=needs,
        dietary=dietary,
        heard_from=heard_from,
        heard_other=heard_other,
        state=State.WAITING if waits else State.BOOKED,
        place_in_line=end_of_line(session) if waits else None,
        booked_at=now,
    )
    record("waiting list joined" if waits else "place booked", booking, session=session.pk)
    if waits:
        emails.booking_waiting(booking)
        offer_on(session, now)  # a place may be free that nobody was asked about yet
        booking.refresh_from_db(fields=["state", "hold_until"])
    else:
        emails.booking_confirmed(booking)
    return booking


@transaction.atomic
def cancel(*, booking, because="", note="", by=None, now):
    """Give a place, or a place in the line, back. The next in line is offered it; one of a department's goes
    back to the department while it keeps its places. `because` is a Booking.Reason or ""."""
    booking = locked_live(booking, now)
    was_booked = booking.state == State.BOOKED
    booking.cancelled_because, booking.cancelled_note = because, note
    end(booking, State.CANCELLED, now, "cancelled_because", "cancelled_note")
    record("booking cancelled", booking, by=by, session=booking.session_id)
    emails.booking_cancelled(booking, was_booked=was_booked)
    offer_on(booking.session, now)
    return booking


@transaction.atomic
def take_offered_place(*, booking, now):
    booking = _offered(booking, now)
    booking.state, booking.hold_until, booking.placed_at = State.BOOKED, None, now
    booking.save(update_fields=["state", "hold_until", "placed_at"])
    record("offered place taken", booking, session=booking.session_id)
    emails.booking_confirmed(booking)
    return booking


@transaction.atomic
def refuse_offered_place(*, booking, now):
    """They do not want it any more, and leave the line; the next is offered it."""
    booking = _offered(booking, now)
    end(booking, State.CANCELLED, now)
    record("offered place refused", booking, session=booking.session_id)
    emails.booking_cancelled(booking, was_booked=False)
    offer_on(booking.session, now)
    return booking


def lapse_holds(*, now):
    """End every hold that nobody took in time, and offer its place to the next; returns how many ended."""
    lapsed = 0
    late = Booking.objects.filter(state=State.OFFERED, hold_until__lte=now)
    for pk in sorted(set(late.values_list("session", flat=True))):
        with transaction.atomic():
            session = lock_session(pk)
            for booking in late.filter(session=session).order_by("place_in_line"):
                booking.session = session
                end(booking, State.LAPSED, now)
                record("offered place lapsed", booking, session=pk)
                emails.offer_lapsed(booking)
                lapsed += 1
            offer_on(session, now)
    return lapsed


def shorten_holds(session, now):
    """Its time has changed: no hold may last beyond what a new one would. The caller holds the session's
    row."""
    latest = hold_until(session, now) or now
    session.bookings.filter(state=State.OFFERED, hold_until__gt=latest).update(hold_until=latest)


def places_taken(session):
    """Booked, held for somebody who was offered one, and kept for departments."""
    return Session.objects.with_places().get(pk=session.pk).taken


def free_places(session):
    return session.capacity - places_taken(session)


def refuse_unless_open(session, now):
    if session.state != Session.State.OPEN:
        raise NotOpen("This session cannot be booked.")
    if session.starts_at <= now:
        raise NotOpen("This session has begun, so it cannot be booked any more.")


def end_of_line(session):
    return (session.bookings.aggregate(last=Max("place_in_line"))["last"] or 0) + 1


def offer_on(session, now):
    """Offer what is free to the next in line. The caller holds the session's row."""
    until, free = hold_until(session, now), free_places(session)
    if session.state != Session.State.OPEN or until is None or free < 1:
        return []
    offered = list(session.bookings.waiting()[:free])
    for booking in offered:
        booking.session = session
        booking.state, booking.hold_until = State.OFFERED, until
        booking.save(update_fields=["state", "hold_until"])
        record("place offered", booking, session=session.pk)
        emails.place_offered(booking)
    return offered


def end(booking, state, now, *also):
    """It ends as `state`; `also` names further fields to save."""
    booking.state, booking.hold_until, booking.ended_at = state, None, now
    booking.save(update_fields=["state", "hold_until", "ended_at", *also])


def locked(booking):
    """The booking as it is now, its session locked."""
    session = lock_session(booking.session_id)
    booking = Booking.objects.select_related("organisation").get(pk=booking.pk)
    booking.session = session
    return booking


def locked_live(booking, now):
    """The same, if it can still be changed; raises NotBooked."""
    booking = locked(booking)
    if not booking.is_live:
        raise NotBooked(ENDED[booking.state])
    if booking.session.starts_at <= now:
        raise NotBooked("This session has begun, so the booking cannot be changed any more.")
    if booking.attendance:
        raise NotBooked("The register has been marked already, so the booking cannot be changed any more.")
    return booking


def _offered(booking, now):
    booking = locked(booking)
    if booking.state == State.BOOKED:
        raise NothingOffered("You have this place already.")
    if booking.state == State.LAPSED or (booking.state == State.OFFERED and booking.hold_until <= now):
        raise NothingOffered(LAPSED)
    if booking.state != State.OFFERED or booking.session.starts_at <= now:
        raise NothingOffered("There is no place offered to you at the moment.")
    return booking
