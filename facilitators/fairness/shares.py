"""What each facilitator carries in a period, against what they offered. Reading only, in five queries for a
thousand as for one. Nothing of who somebody is goes into it: only their parts, their time and their base."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection, models
from django.db.models import Count, F, Q, Sum

from facilitators.fairness.periods import Period
from facilitators.growing.away import touching
from facilitators.models import Assignment, Facilitator
from facilitators.travelling.towns import miles_between, town_in

OFFERED = (Path(__file__).parent / "offered.sql").read_text()
DAYS_A_MONTH = 365.25 / 12
LENGTH = models.ExpressionWrapper(
    F("session__ends_at") - F("session__starts_at"), output_field=models.DurationField()
)
TAKEN = Q(state=Assignment.State.ACCEPTED) & ~Q(session__state="called_off")
TOLD = ~Q(state=Assignment.State.HELD)  # who is only held for a session does not know of it


class Band(models.TextChoices):
    """How much of what they offered somebody carries; in this order on the page."""

    NOT_ASKED = "not_asked", "Offered time, not asked"
    OVER = "over", "More than they offered"
    MOST = "most", "Most of what they offered"
    PART = "part", "Part of what they offered"
    DID_NONE = "none", "Asked, did none"
    NO_OFFER = "no_offer", "Offered no time"


@dataclass
class Share:
    """`sessions` are accepted parts of any kind, `ahead` of them still to come; `minutes` is what they took,
    noted for `noted` of them, else as long as the session; `miles` there and back, without those of
    `unplaced` sessions, where we do not know both towns; `yes` and `if_needed` half-days; `cap`, how many
    sessions they wish for at most in the days that they are with us."""

    facilitator: Facilitator
    sessions: int = 0
    ahead: int = 0
    asked: int = 0
    noted: int = 0
    minutes: int = 0
    miles: int = 0
    unplaced: int = 0
    yes: int = 0
    if_needed: int = 0
    cap: float = 0.0

    @property
    def hours(self):
        return round(self.minutes / 60, 1)

    @property
    def known_miles(self):
        """None where there is nothing but ways that we do not know."""
        return None if self.unplaced and not self.miles else self.miles

    @property
    def half_days(self):
        return self.yes + self.if_needed

    @property
    def offered(self):
        """How many sessions that would have been: one in each half-day, and no more than they wish for."""
        return min(self.half_days, self.cap)

    @property
    def load(self):
        """Sessions as a share of what they offered; None where they offered nothing."""
        return self.sessions / self.offered if self.offered else None

    @property
    def has_figures(self):
        return bool(self.half_days or self.asked or self.sessions)

    @property
    def band(self):
        if self.sessions:
            if self.load is None or self.load > 1:
                return Band.OVER
            return Band.MOST if self.load > 0.5 else Band.PART
        if not self.offered:
            return Band.NO_OFFER
        return Band.DID_NONE if self.asked else Band.NOT_ASKED


def shares(period: Period, now, *, course=None):
    """A Share for every active facilitator by name; with a course, for those who may deliver it, and of its
    sessions alone."""
    people = Facilitator.objects.active().select_related("user", "organisation").order_by("user__name", "pk")
    people = people.filter(accreditations__course=course) if course else people
    start, end = period.moments
    parts = Assignment.objects.filter(session__starts_at__gte=start, session__starts_at__lt=end)
    parts = parts.filter(session__course=course) if course else parts
    carried, way, offered = _carried(parts, now), _way(parts), _half_days(period)
    away = _days_away(period)
    return [
        Share(
            facilitator=one,
            cap=_cap(one, period, away[one.pk]),
            **carried.get(one.pk, {}),
            **way.get(one.pk, {}),
            **offered.get(one.pk, {}),
        )
        for one in people
    ]


def _cap(facilitator, period, days_away):
    here = (period.last - max(period.first, facilitator.joined_on)).days + 1 - days_away
    return round(facilitator.sessions_a_month * max(here, 0) / DAYS_A_MONTH, 1)


def _carried(parts, now):
    """{facilitator's pk: {field of Share: value}}"""
    spent = F("time_spent__preparing") + F("time_spent__travelling") + F("time_spent__delivering")
    rows = (
        parts.order_by()
        .values("facilitator")
        .annotate(
            sessions=Count("pk", filter=TAKEN),
            ahead=Count("pk", filter=TAKEN & Q(session__starts_at__gt=now)),
            asked=Count("pk", filter=TOLD),
            noted=Count("time_spent", filter=TAKEN),
            spent=Sum(spent, filter=TAKEN, default=0),
            took=Sum(LENGTH, filter=TAKEN & Q(time_spent=None), default=timedelta()),
        )
    )
    found = {}
    for row in rows:
        pk, spent, took = row.pop("facilitator"), row.pop("spent"), row.pop("took")
        found[pk] = row | {"minutes": spent + int(took.total_seconds()) // 60}
    return found


def _way(parts):
    """{facilitator's pk: {field of Share: value}} of what has a place."""
    there = parts.filter(TAKEN, session__venue__isnull=False).order_by()
    rows = there.values_list("facilitator", "facilitator__base", "session__venue__address").annotate(
        n=Count("pk")
    )
    found = defaultdict(lambda: {"miles": 0, "unplaced": 0})
    for pk, base, address, n in rows:
        miles = miles_between(base, town_in(address))
        if miles is None:
            found[pk]["unplaced"] += n
        else:
            found[pk]["miles"] += 2 * miles * n
    return found


def _half_days(period):
    """{facilitator's pk: {field of Share: value}}"""
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, {"first": period.first, "last": period.last})
        return {pk: {"yes": yes, "if_needed": if_needed} for pk, yes, if_needed in cursor}


def _days_away(period):
    """{facilitator's pk: how many days of the period they are on leave, once they had joined}"""
    away = defaultdict(int)
    for leave in touching(period.first, period.last).select_related("facilitator"):
        first = max(leave.starts_on, period.first, leave.facilitator.joined_on)
        last = min(leave.ends_on or period.last, period.last)
        away[leave.facilitator_id] += max((last - first).days + 1, 0)
    return away
