"""Passing a place, or a place in the line, on to somebody else by name."""

from django.db import transaction

from courses import emails
from courses.bookings import ENDED, State, end, locked_live
from courses.models import Booking
from courses.refusals import AlreadyBooked, NotBooked, SamePerson
from stepforward.audit.recording import record


@transaction.atomic
def swap(*, booking, name, email, added_by="", by=None, now, **about):
    """Somebody else comes instead. The old booking ends and its holder is told; the new one has its own link,
    the same place or place in the line, the same organisation unless `about` says another, and no needs.

    Returns the new booking. Raises NotBooked, SamePerson and AlreadyBooked.
    """
    old = locked_live(booking, now)
    if old.state == State.OFFERED and old.hold_until <= now:
        raise NotBooked(ENDED[State.LAPSED])
    if email.lower() == old.email.lower():
        raise SamePerson("This is the email address that the place is booked with", field="email")
    there = old.session.bookings.live().of(email).first()
    if there is not None:
        raise AlreadyBooked(there)
    state, line, hold = old.state, old.place_in_line, old.hold_until
    old.place_in_line = None
    end(old, State.PASSED_ON, now, "place_in_line")
    where = {"organisation": old.organisation, "other_organisation": old.other_organisation}
    new = Booking.objects.create(
        session=old.session,
        name=name,
        email=email,
        state=state,
        place_in_line=line,
        hold_until=hold,
        kept=old.kept,
        booked_at=now,
        **where | about,
    )
    record("place passed on", old, by=by, session=old.session_id, to=new.pk)
    record("place taken over", new, by=by, session=old.session_id)
    emails.booking_passed_on(old, was_booked=state == State.BOOKED)
    if state == State.BOOKED:
        emails.booking_confirmed(new, added_by=added_by)
    elif state == State.OFFERED:
        emails.place_offered(new)
    else:
        emails.booking_waiting(new)
    return new
