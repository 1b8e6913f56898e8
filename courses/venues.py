"""The venues of the programme: adding one, changing it, retiring it and using it again."""

from django.db import IntegrityError, transaction

from courses.models import Session, Venue
from courses.refusals import RoomTaken, VenueThere
from courses.rooms import hold
from stepforward.audit.recording import record

FACTS = ("name", "organisation", "address", "postcode", "capacity", "one_room")
FACTS += ("access_notes", "travel_notes", "map_link")


@transaction.atomic
def add(*, by, **facts):
    """A new venue. Raises VenueThere where there is one of that name and postcode."""
    venue = Venue(**facts)
    _save(venue)
    record("venue added", venue, by=by)
    return venue


@transaction.atomic
def change(*, venue, by, now, **facts):
    """What is said of a venue. Pages and later emails say it; calendars keep what they were sent. Raises
    VenueThere, and RoomTaken where it has one room from now on and two sessions to come share it."""
    if facts.get("one_room", venue.one_room) != venue.one_room:
        list(sessions_to_come(venue, now).select_for_update(no_key=True).order_by("pk"))  # they come first
    venue = hold(venue.pk)
    changed = sorted(name for name, value in facts.items() if getattr(venue, name) != value)
    if not changed:
        return venue
    for name in changed:
        setattr(venue, name, facts[name])
    _save(venue)
    if "one_room" in changed:
        _settle_sessions(venue, now)
    record("venue changed", venue, by=by, fields=changed)
    return venue


@transaction.atomic
def retire(*, venue, by, now):
    """Nothing new is planned there; what is planned stays."""
    _set_retired(venue, now, "venue retired", by)


@transaction.atomic
def use_again(*, venue, by, now):
    _set_retired(venue, None, "venue used again", by)


def sessions_to_come(venue, now):
    return venue.sessions.filter(state__in=Session.TO_COME).upcoming(now)


def _set_retired(venue, moment, verb, by):
    venue = hold(venue.pk)
    if bool(venue.retired_at) != bool(moment):
        venue.retired_at = moment
        venue.save(update_fields=["retired_at"])
        record(verb, venue, by=by)


def _save(venue):
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "venue_once":
            raise
        raise VenueThere("There is a venue of this name with this postcode already.", field="name") from None


def _settle_sessions(venue, now):
    try:
        with transaction.atomic():
            sessions_to_come(venue, now).update(sole_use=venue.one_room)
    except IntegrityError:
        raise RoomTaken(
            "Two sessions to come are there at the same time. Move one of them first.", field="one_room"
        ) from None
