"""A session that was called off takes place after all: what the call-off ended comes back."""

from django.db import transaction

from courses import block_emails, bookings, emails, requests
from courses.models import Booking, Session
from courses.refusals import NotOpenToChange
from courses.rooms import one_session_a_room, settle
from stepforward.audit.recording import record

State = Session.State


@transaction.atomic
def revive(*, session, by, now):
    """It stands as it did: open where it was open, with the bookings that the call-off ended, those with a
    place before those who wait, in their order. Everybody hears of it once. Raises NotOpenToChange, and
    RoomTaken where another session has the venue's one room by now."""
    session = bookings.lock_session(session.pk)
    if session.state != State.CALLED_OFF:
        raise NotOpenToChange("This session is not called off.")
    if session.starts_at <= now:
        raise NotOpenToChange("Its time has passed, so it cannot be brought back. Copy it to another date.")
    session.state = State.OPEN if session.opened_at else State.PLANNED
    session.sequence, session.changed_at, session.called_off_because = session.sequence + 1, now, ""
    settle(session)
    with one_session_a_room(session):
        session.save()
    back = _bring_back(session, now)
    record("session revived", session, by=by, sequence=session.sequence, bookings=back)
    if session.state == State.OPEN:
        bookings.offer_on(session, now)
        for booking in session.bookings.live():
            booking.session = session
            emails.session_revived(booking)
        block_emails.session_revived(session)
        if session.request:
            _answer_again(session, by=by, now=now)
    return session


def _bring_back(session, now):
    """The bookings that the call-off ended, as they were; returns how many. Somebody may have been merged
    with another since, so nobody comes twice; and nobody comes beyond the places there are."""
    ended = session.bookings.filter(state=Booking.State.CANCELLED).exclude(called_off_from="")
    ended = ended.select_related("kept")
    placed = [one for one in ended.order_by("booked_at", "pk") if one.called_off_from == Booking.State.BOOKED]
    waited = [one for one in ended.order_by("place_in_line") if one.called_off_from != Booking.State.BOOKED]
    there = {email.lower() for email in session.bookings.live().values_list("email", flat=True)}
    free = bookings.free_places(session)
    back = 0
    for booking in placed + waited:
        if booking.email.lower() in there:
            continue
        there.add(booking.email.lower())
        of_a_block = booking.kept_id and booking.kept.released_at is None
        has_place = booking in placed and (of_a_block or free > 0)
        free -= has_place and not of_a_block
        booking.state = Booking.State.BOOKED if has_place else Booking.State.WAITING
        if not has_place and booking.place_in_line is None:
            booking.place_in_line = bookings.end_of_line(session)
        booking.ended_at, booking.called_off_from = None, ""
        booking.save(update_fields=["state", "place_in_line", "ended_at", "called_off_from"])
        record("booking revived", booking, session=session.pk, state=booking.state)
        back += 1
    return back


def _answer_again(session, *, by, now):
    """Whoever asked for it has their answer again, unless they took the request back meanwhile."""
    request = session.request
    requests.schedule(request, by=by, now=now)
    request.refresh_from_db(fields=["state"])
    if request.state == request.State.SCHEDULED:
        emails.request_session_revived(session)
