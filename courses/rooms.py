"""A venue that has one room holds one session at a time. The database decides; this says it in words."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from courses.models import Session, Venue
from courses.refusals import RoomTaken
from stepforward.ui.wording import say_when

CONSTRAINT = "session_one_a_room"


@contextmanager
def one_session_a_room(session):
    """Run a write that puts `session` where and when it says. Raises RoomTaken, with what is there."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != CONSTRAINT:
            raise
        there = (
            Session.objects.to_come_at_once_with(session)
            .filter(venue=session.venue_id, sole_use=True)
            .select_related("course")
            .first()
        )
        when = say_when(there.starts_at, there.ends_at)
        raise RoomTaken(
            f"{session.venue} has one room, and the {there.course} is in it: {when}. "
            "Choose another time or another venue.",
            field="venue",
        ) from None


def settle(session):
    """Before it is saved: whether it has its venue to itself. The venue is held, so that nobody says
    meanwhile that it has one room; whoever says so next sees this session."""
    session.sole_use = session.venue_id is not None and hold(session.venue_id).one_room


def hold(pk):
    """The venue as it is now, its row locked until the transaction ends; after the session's, always."""
    return Venue.objects.select_for_update(no_key=True).get(pk=pk)
