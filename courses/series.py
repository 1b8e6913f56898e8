"""Several sessions in one go, and the same session on another date. Each stays its own session."""

from django.db import transaction

from courses import scheduling
from courses.models import Series, Session
from courses.refusals import NotThen
from stepforward.audit.recording import record

COPIED = ("course", "venue", "online_link", "organisation", "team_name", "capacity")
COPIED += ("minimum_people", "visibility", "joining_instructions", "what_to_bring")


@transaction.atomic
def plan_series(*, moments, rhythm, by, now, **facts):
    """Planned sessions of one Series at `moments` [(start, end), …], with the same `facts` as
    scheduling.plan takes. All or none: raises what that raises."""
    if not moments:
        raise NotThen("A series needs dates.")
    series = Series.objects.create(rhythm=rhythm, planned_by=by, planned_at=now)
    record("series planned", series, by=by, sessions=len(moments))
    return [
        scheduling.plan(starts_at=start, ends_at=end, series=series, by=by, now=now, **facts)
        for start, end in moments
    ]


@transaction.atomic
def copy(*, session, starts_at, by, now, **instead):
    """A planned session like `session`, as long as it, with what `instead` says of COPIED. Its venue is left
    out when it is retired; bookings, team, request, series, costs, materials and private links stay with the
    old one. Raises NotThen, TooFewPlaces and RoomTaken."""
    facts = {name: getattr(session, name) for name in COPIED} | instead
    if session.venue and session.venue.retired_at:
        facts["venue"] = None
    ends_at = starts_at + (session.ends_at - session.starts_at)
    made = scheduling.plan(starts_at=starts_at, ends_at=ends_at, by=by, now=now, **facts)
    record("session copied", made, by=by, source=session.pk)
    return made


def others_of(session):
    """The series' other sessions, in order; none where it is in no series."""
    if session.series_id is None:
        return Session.objects.none()
    others = Session.objects.filter(series=session.series_id).exclude(pk=session.pk)
    return others.with_facts().order_by("starts_at", "pk")
