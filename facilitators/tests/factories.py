"""Facilitators, the sessions they are asked for, and what ties them, saved. Times are aware UTC."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from courses.tests import factories as courses
from courses.tests.factories import CourseFactory
from facilitators import busy_calendars
from facilitators.day_parts import days_of
from facilitators.models import (
    Accreditation,
    Assignment,
    Availability,
    BusyCalendar,
    BusyTime,
    Facilitator,
    Level,
)
from facilitators.two_places import blocked_by
from facilitators.windows import rebuild
from stepforward.people.models import User
from stepforward.people.roles import Role

TUESDAY = datetime(2026, 1, 13, 13, 30, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Facilitator {n:03}")
    email = factory.Sequence(lambda n: f"facilitator.{n}@nowhere.example")
    roles = [Role.FACILITATOR]


class FacilitatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Facilitator

    user = factory.SubFactory(UserFactory)
    post = "ST4 paediatrics"
    base = "Bolton"
    joined_on = date(2025, 9, 1)


class SessionFactory(courses.SessionFactory):
    """Planned, on TUESDAY afternoon, at a venue."""

    starts_at = TUESDAY
    capacity = 20
    state = "planned"
    called_off_because = factory.LazyAttribute(lambda one: "A flood" if one.state == "called_off" else "")


def ahead(days=10, hour=13, minute=30):
    """A moment that many days from now, at that time of the UTC day."""
    return (timezone.now() + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)


def accredited(stage="lead", *, course=None, **details):
    """A facilitator who may deliver `course`, or the factory's own, at `stage`."""
    facilitator = FacilitatorFactory(**details)
    Accreditation.objects.create(
        facilitator=facilitator, course=course or CourseFactory(), stage=stage, since=date(2025, 10, 1)
    )
    return facilitator


def says(facilitator, day, **levels):
    """What somebody said of one day: says(f, day, morning="yes", evening="no")."""
    for part, level in levels.items():
        Availability.objects.create(facilitator=facilitator, day=day, part=part, level=Level(level))
    rebuild(facilitator, [day])


def calendar_of(facilitator, name="Rota", address="https://rota.trust.example/secret-key.ics", **standing):
    """A calendar of theirs, with nothing read from it yet."""
    return BusyCalendar.objects.create(
        facilitator=facilitator,
        name=name,
        host="rota.trust.example",
        sealed_address=busy_calendars.sealed(address),
        added_at=TUESDAY - timedelta(days=60),
        **standing,
    )


def busy_at(facilitator, starts_at, *, hours, name="Rota", **standing):
    """That time is busy in their calendar of that name, which has been read; their windows say so."""
    calendar = facilitator.busy_calendars.filter(name=name).first()
    calendar = calendar or calendar_of(facilitator, name, read_at=timezone.now(), **standing)
    during = DateTimeTZRange(starts_at, starts_at + timedelta(hours=hours))
    BusyTime.objects.create(facilitator=facilitator, calendar=calendar, during=during)
    rebuild(facilitator, days_of(during.lower, during.upper))
    return calendar


def assigned(facilitator, session, part="lead", state="accepted", now=None):
    now = now or session.starts_at - timedelta(days=30)
    return Assignment.objects.create(
        facilitator=facilitator,
        session=session,
        part=part,
        state=state,
        blocked=blocked_by(session),
        offered_at=now,
        answer_by=now + timedelta(days=5),
        answered_at=None if state in {"held", "offered"} else now,
    )
