"""Saying when one is free. Nothing said is not free."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from courses.models.training_request import DayPart
from facilitators.models import Availability, Facilitator, Level, UsualPart
from facilitators.saying.noting import note
from facilitators.windows import rebuild
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date


@transaction.atomic
def say(*, facilitator, said, by):
    """Keep `said` {(day, part): level, or None for not said}; other parts stay as they are.

    Returns what stood there before, for the parts that changed only: given to `say` again, it undoes this.
    """
    said = {(day, DayPart(part)): Level(level) if level else None for (day, part), level in said.items()}
    if not said:
        return {}
    hold(facilitator)
    days = {day for day, _ in said}
    rows = {(row.day, row.part): row for row in facilitator.said.filter(day__in=days)}
    before = {when: rows[when].level if when in rows else None for when in said}
    before = {when: level for when, level in before.items() if level != said[when]}
    if not before:
        return {}
    Availability.objects.filter(pk__in=[rows[when].pk for when in before if when in rows]).delete()
    Availability.objects.bulk_create(
        Availability(facilitator=facilitator, day=day, part=part, level=said[day, part])
        for day, part in before
        if said[day, part]
    )
    rebuild(facilitator, {day for day, _ in before})
    note(facilitator, before)
    record("availability said", facilitator, by=by, parts=len(before))
    return before


def hold(facilitator):
    """Lock the facilitator's row until the transaction ends: one change to somebody's time at once."""
    return Facilitator.objects.select_for_update(no_key=True).get(pk=facilitator.pk)


def usual(facilitator, today, *, weeks=4):
    """{(weekday, part): level}: what they said most often of the `weeks` before `today`'s; the later wins
    a tie."""
    monday = today - timedelta(days=today.weekday())
    rows = facilitator.said.filter(day__gte=monday - timedelta(weeks=weeks), day__lt=monday).order_by("-day")
    counts = {}
    for row in rows:
        counts.setdefault((row.day.weekday(), row.part), Counter())[row.level] += 1
    return {when: levels.most_common(1)[0][0] for when, levels in counts.items()}


@dataclass(frozen=True)
class Standing:
    """Of all active facilitators: how many said anything of the month that begins on `month`, how many there
    are, how many calendars they added and how many of these cannot be read."""

    month: date
    said: int
    active: int
    calendars: int
    failing: int


def who_has_said(now):
    """The Standing of next month in London. One query."""
    first = (civil_date(now).replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    counted = Facilitator.objects.active().aggregate(
        said=Count("pk", filter=said_something(first, last), distinct=True),
        active=Count("pk", distinct=True),
        calendars=Count("busy_calendars"),
        failing=Count("busy_calendars", filter=Q(busy_calendars__failing_since__isnull=False)),
    )
    return Standing(first, **counted)


def said_something(first, last):
    """For filtering facilitators: who said anything of these dates or any between them, of a particular day
    or by their usual week."""
    said = Availability.objects.filter(facilitator=OuterRef("pk"), day__range=(first, last))
    usual = UsualPart.objects.filter(facilitator=OuterRef("pk")).between(first, last)
    return Exists(said) | Exists(usual)
