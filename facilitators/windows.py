"""When a facilitator is free: derived from what they said, merged, busy time taken out."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from facilitators.busy_times import busy_between, overruled_days
from facilitators.day_parts import during, whole_days
from facilitators.growing.away import away_between
from facilitators.models import Assignment, Level, Window
from facilitators.saying.expanding import said_between

FREE = (Level.YES, Level.IF_NEEDED)


def derive(said, busy):
    """[(start, end, level), …] in order, from `said` {(day, part): level} and `busy` [(start, end), …]."""
    stretches = []
    for start, end, level in sorted((*during(*when), level) for when, level in said.items() if level in FREE):
        if stretches and stretches[-1][1] == start and stretches[-1][2] == level:
            start = stretches.pop()[0]
        stretches.append((start, end, level))
    for taken in busy:
        stretches = [left for stretch in stretches for left in _without(stretch, *taken)]
    return stretches


def _without(stretch, busy_from, busy_until):
    start, end, level = stretch
    if busy_until <= start or end <= busy_from:
        return [stretch]
    left = [(start, min(end, busy_from), level), (max(start, busy_until), end, level)]
    return [(begin, finish, level) for begin, finish, level in left if begin < finish]


def rebuild(facilitator, days):
    """Derive the windows of these London dates and all between them again. The caller holds the facilitator's
    row, so that two changes at once cannot each leave out the other's."""
    first, last = min(days), max(days)
    span = DateTimeTZRange(*whole_days(first, last))
    taken = Assignment.objects.live().filter(facilitator=facilitator, blocked__overlap=span)
    booked = [(blocked.lower, blocked.upper) for blocked in taken.values_list("blocked", flat=True)]
    free = derive(
        said_between(facilitator, first, last),
        booked
        + away_between(facilitator, first, last)
        + busy_between(facilitator, first, last, overruled_days(facilitator, first, last)),
    )
    Window.objects.filter(facilitator=facilitator, during__overlap=span).delete()
    Window.objects.bulk_create(
        Window(facilitator=facilitator, during=DateTimeTZRange(start, end), level=level)
        for start, end, level in free
    )
