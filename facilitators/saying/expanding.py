"""What facilitators say of the parts of days: their usual week, and over it what they said of a particular
day. All in civil dates, so that a nine o'clock stays one through both clock changes. Reading only."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, PositiveSmallIntegerField, Value

from facilitators.models import Availability, UsualPart

WEEKS_AHEAD = 52  # how many weeks from this one people may turn the page, six at a time
WEEKS_SHOWN = 6


def monday_of(day):
    return day - timedelta(days=day.weekday())


def horizon(today):
    """The last date that anybody can say anything of, and up to which usual weeks count: a Sunday, so that it
    moves once a week."""
    return monday_of(today) + timedelta(weeks=WEEKS_AHEAD + WEEKS_SHOWN, days=-1)


def expand(usual, days):
    """{(day, part): level} that the rows `usual` say of these dates."""
    by_weekday = defaultdict(list)
    for row in usual:
        by_weekday[row.weekday].append(row)
    return {
        (day, row.part): row.level
        for day in days
        for row in by_weekday[day.weekday()]
        if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
    }


def said_between(facilitator, first, last):
    """{(day, part): level} of these dates and all between them; two queries."""
    return usual_between(facilitator, first, last) | said_by_day(facilitator, first, last)


def usual_between(facilitator, first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return expand(facilitator.usual.between(first, last), days)


def said_by_day(facilitator, first, last):
    """What they said of particular days alone."""
    rows = facilitator.said.filter(day__range=(first, last))
    return {(row.day, row.part): row.level for row in rows}


def said_by_all(days, today, **whose):
    """{facilitator's pk: {(day, part): level}} of whoever said anything of these dates, as it counts on the
    date `today`; `whose` filters rows by their facilitator. One query."""
    no_weekday = Value(None, output_field=PositiveSmallIntegerField())
    facts = ("facilitator_id", "weekday", "part", "level", "starts_on", "ends_on")
    usual = UsualPart.objects.between(min(days), max(days)).filter(
        weekday__in={day.weekday() for day in days}, **whose
    )
    by_day = Availability.objects.filter(day__in=days, **whose).annotate(
        weekday=no_weekday, starts_on=F("day"), ends_on=F("day")
    )
    rows = usual.order_by().values_list(*facts, named=True)
    rows = rows.union(by_day.order_by().values_list(*facts, named=True), all=True)
    usual_of, said = defaultdict(list), defaultdict(dict)
    for row in rows:
        if row.weekday is None:
            said[row.facilitator_id][row.starts_on, row.part] = row.level
        else:
            usual_of[row.facilitator_id].append(row)
    within_reach = [day for day in days if day <= horizon(today)]
    for pk, parts in usual_of.items():
        said[pk] = expand(parts, within_reach) | said[pk]
    return dict(said)
