"""When a facilitator's own calendars keep them busy. Reading only."""

from collections import defaultdict
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BooleanField, ExpressionWrapper, Q

from facilitators.day_parts import days_of, during, whole_days
from facilitators.models import BusyTime
from stepforward.ui.wording import say_clock, say_list

TOO_SHORT = timedelta(hours=1)  # no session fits into what is left of a part


def busy_between(facilitator, first, last, overruled):
    """[(start, end), …] in order, of these London dates and all between them, without those `overruled`."""
    span = whole_days(first, last)
    rows = facilitator.busy_times.filter(during__overlap=DateTimeTZRange(*span)).order_by("during")
    found = []
    for stretch in rows.values_list("during", flat=True):
        start, end = max(stretch.lower, span[0]), min(stretch.upper, span[1])
        for day in days_of(start, end):
            if day not in overruled:
                midnight, next_midnight = whole_days(day, day)
                found.append((max(start, midnight), min(end, next_midnight)))
    return found


def overruled_days(facilitator, first, last):
    """The dates from `first` to `last` on which they said that they are free all the same."""
    said = facilitator.free_all_the_same.filter(day__range=(first, last))
    return set(said.values_list("day", flat=True))


def busy_during(starts_at, ends_at, days):
    """For annotating facilitators: whether their calendars keep them busy at some of this time, on these
    days."""
    busy = BusyTime.objects.filter(during__overlap=DateTimeTZRange(starts_at, ends_at))
    busy = busy.exclude(facilitator__free_all_the_same__day__in=days)
    return ExpressionWrapper(Q(pk__in=busy.values("facilitator")), BooleanField())


def busy_days(busy):
    """{day: "9am to midday and 2pm to 5pm"} of `busy`, as `busy_between` gives it, in words."""
    days = defaultdict(list)
    for start, end in _joined(busy):
        (day,) = days_of(start, end)
        whole = (start, end) == whole_days(day, day)
        days[day].append("all day" if whole else f"{say_clock(start)} to {say_clock(end)}")
    return {day: say_list(words) for day, words in days.items()}


def parts_taken(busy, parts):
    """Those of `parts`, (day, part) pairs, of which `busy` leaves nothing that a session fits into."""
    days = defaultdict(list)
    for start, end in _joined(busy):
        days[days_of(start, end)[0]].append((start, end))
    taken = set()
    for day, part in parts:
        reached, ends = during(day, part)
        left = timedelta(0)
        for start, end in days.get(day, ()):
            left = max(left, min(start, ends) - reached)
            reached = max(reached, end)
        if days.get(day) and max(left, ends - reached) < TOO_SHORT:
            taken.add((day, part))
    return taken


def _joined(busy):
    """The same, of several calendars, in as few stretches as there can be within each day."""
    joined = []
    for start, end in sorted(busy):
        if joined and start <= joined[-1][1] and days_of(*joined[-1]) == days_of(start, max(start, end)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
