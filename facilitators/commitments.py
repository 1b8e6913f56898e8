"""What a facilitator has promised, is asked for, and did. Reading only."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef

from facilitators.certifying import with_certificate
from facilitators.day_parts import parts_of, whole_days
from facilitators.models import Assignment, Reflection
from facilitators.saying.expanding import said_between
from stepforward.ui.wording import civil_date

State = Assignment.State


def busy_parts(facilitator, parts):
    """{(day, part): "Booked", or "Offered" while they have not answered}, of those `parts` that are taken."""
    if not parts:
        return {}
    span = DateTimeTZRange(*whole_days(parts[0][0], parts[-1][0]))
    taken = {}
    for one in facilitator.assignments.live().filter(blocked__overlap=span):
        words = "Offered" if one.state == State.OFFERED else "Booked"
        taken |= dict.fromkeys(parts_of(one.blocked.lower, one.blocked.upper), words)
    return {when: taken[when] for when in parts if when in taken}


def offers_to(facilitator, now):
    """Open offers, the one to be answered first at the top."""
    return (
        facilitator.assignments.filter(state=State.OFFERED, answer_by__gt=now, session__starts_at__gt=now)
        .with_session()
        .order_by("answer_by", "pk")
    )


def coming(facilitator, now):
    return (
        facilitator.assignments.accepted()
        .filter(session__ends_at__gt=now)
        .with_session()
        .order_by("session__starts_at", "pk")
    )


def past(facilitator, now):
    """What they did, latest first, each with the code of its certificate and, as `reflected`, whether they
    have looked back on it."""
    return (
        with_certificate(facilitator.assignments.accepted())
        .filter(session__ends_at__lte=now)
        .exclude(session__state="called_off")
        .with_session()
        .annotate(reflected=Exists(Reflection.objects.filter(assignment=OuterRef("pk"))))
        .order_by("-session__starts_at", "-pk")
    )


def days_said(facilitator, now, *, weeks=4):
    """On how many of the days of the next `weeks` they said anything."""
    today = civil_date(now)
    said = said_between(facilitator, today, today + timedelta(weeks=weeks, days=-1))
    return len({day for day, _ in said})
