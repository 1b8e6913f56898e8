"""Usual weeks in the days they stand for, against plain walks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models.training_request import DayPart
from facilitators.day_parts import HOURS
from facilitators.models import UsualPart
from facilitators.saying import usual_week
from facilitators.saying.expanding import expand
from facilitators.windows import derive

TODAY = date(2026, 1, 6)
levels = st.sampled_from(["yes", "if_needed", "no"])
patterns = st.dictionaries(st.tuples(st.integers(0, 6), st.sampled_from(DayPart.values)), levels)
LONDON = ZoneInfo("Europe/London")


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    patterns,
    st.dictionaries(st.tuples(st.integers(0, 27), st.sampled_from(DayPart.values)), levels, max_size=8),
    st.sampled_from([date(2026, 3, 16), date(2026, 10, 12)]),  # two weeks before each clock change
    st.integers(0, 27),
    st.integers(0, 27),
)
def test_every_hour_is_as_the_walls_clock_says(pattern, said, first, starts, ends):
    """Against a walk over every hour of four weeks around a clock change, which asks London's clock what day
    and hour it is, and looks it up."""
    starts_on, ends_on = first + timedelta(days=min(starts, ends)), first + timedelta(days=max(starts, ends))
    rows = [
        UsualPart(weekday=weekday, part=part, level=level, starts_on=starts_on, ends_on=ends_on)
        for (weekday, part), level in pattern.items()
    ]
    days = [first + timedelta(days=n) for n in range(28)]
    particular = {(first + timedelta(days=n), part): level for (n, part), level in said.items()}
    stretches = derive(expand(rows, days) | particular, [])
    hour, walked, found = datetime(first.year, first.month, first.day, tzinfo=UTC), {}, {}
    for _ in range(28 * 24):
        wall = hour.astimezone(LONDON)
        for part, (begins, finishes) in HOURS.items():
            if begins <= wall.time() < finishes:
                level = particular.get((wall.date(), part))
                if level is None and starts_on <= wall.date() <= ends_on:
                    level = pattern.get((wall.weekday(), part))
                if level in ("yes", "if_needed"):
                    walked[hour] = level
        hour += timedelta(hours=1)
    for start, end, level in stretches:
        while start < end:
            found[start] = level
            start += timedelta(hours=1)
    assert found == walked


@given(st.lists(st.tuples(patterns, st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=4))
def test_the_latest_word_counts_for_its_dates_and_the_one_before_for_the_others(said):
    rows, walked = [], {}
    days = [TODAY + timedelta(days=n) for n in range(61)]
    for pattern, starts, length in said:
        first = TODAY + timedelta(days=starts)
        last = None if length is None else first + timedelta(days=length)
        rows = [
            UsualPart(weekday=piece[0], part=piece[1], level=piece[2], starts_on=piece[3], ends_on=piece[4])
            for row in rows
            for piece in usual_week.outside(row, first, last)
        ] + [
            UsualPart(weekday=weekday, part=part, level=level, starts_on=first, ends_on=last)
            for (weekday, part), level in pattern.items()
        ]
        for day in days:
            if first <= day and (last is None or day <= last):
                walked[day] = {
                    part: level for (weekday, part), level in pattern.items() if weekday == day.weekday()
                }
    expanded = expand(rows, days)
    assert expanded == {(day, part): level for day, parts in walked.items() for part, level in parts.items()}
