from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models.training_request import DayPart
from facilitators.day_parts import days_of, during, parts_of
from facilitators.models import Window
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, assigned, says
from facilitators.windows import derive, rebuild

STEP = timedelta(minutes=15)
DAYS = [date(2026, 3, 28) + timedelta(days=n) for n in range(3)]  # the clocks go forward on the 29th
BEGIN = datetime(2026, 3, 28, tzinfo=UTC)
SLOTS = 3 * 24 * 4

levels = st.sampled_from(["yes", "if_needed", "no"])
saids = st.dictionaries(st.tuples(st.sampled_from(DAYS), st.sampled_from(DayPart.values)), levels)
busies = st.lists(
    st.tuples(st.integers(0, SLOTS), st.integers(1, 40)).map(
        lambda pair: (BEGIN + pair[0] * STEP, BEGIN + (pair[0] + pair[1]) * STEP)
    ),
    max_size=5,
)


def free_by_quarter(said, busy):
    """The oracle: asks of every quarter of an hour by itself whether it is free, and how."""
    free = {}
    for n in range(SLOTS):
        at = BEGIN + n * STEP
        for (day, part), level in said.items():
            start, end = during(day, part)
            inside = start <= at < end and level != "no"
            if inside and not any(begin <= at < finish for begin, finish in busy):
                free[at] = level
    return free


@given(saids, busies)
def test_windows_say_of_every_quarter_hour_what_was_said_of_it(said, busy):
    windows = derive(said, busy)
    found = {}
    for start, end, level in windows:
        at = start
        while at < end:
            assert at not in found, "two windows overlap"
            found[at] = level
            at += STEP
    assert found == free_by_quarter(said, busy)


@given(saids, busies)
def test_windows_are_merged_and_in_order(said, busy):
    windows = derive(said, busy)
    for (_, end, level), (start, _, following) in zip(windows, windows[1:], strict=False):
        assert end <= start
        assert not (end == start and level == following)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 3, 28), 9),
        (date(2026, 3, 29), 8),  # clocks forward at 1am
        (date(2026, 10, 24), 8),
        (date(2026, 10, 25), 9),  # clocks back at 2am
    ],
)
def test_a_morning_begins_at_nine_on_london_clocks_on_both_sides_of_each_clock_change(day, opens):
    start, end = during(day, DayPart.MORNING)
    assert start == datetime(day.year, day.month, day.day, opens, tzinfo=UTC)
    assert end - start == timedelta(hours=4)


def test_days_are_london_days():
    summer_evening = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    assert days_of(summer_evening, summer_evening + timedelta(hours=1)) == [date(2026, 7, 2)]
    assert days_of(datetime(2026, 1, 5, 23, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)) == [
        date(2026, 1, 5)
    ]


def test_a_session_that_ends_as_a_part_begins_does_not_touch_it():
    nine, one = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 13, tzinfo=UTC)
    assert parts_of(nine, one) == [(date(2026, 1, 5), "morning")]


def test_rebuilding_leaves_other_days_and_other_people_alone(db):
    one, other = FacilitatorFactory(), FacilitatorFactory()
    for day in DAYS:
        says(one, day, morning="yes", afternoon="yes", evening="if_needed")
    says(other, DAYS[1], morning="yes")
    kept = set(
        Window.objects.exclude(facilitator=one, during__startswith__date=DAYS[1]).values_list("pk", flat=True)
    )
    rebuild(one, [DAYS[1]])
    assert kept <= set(Window.objects.values_list("pk", flat=True))
    assert [(w.during.upper - w.during.lower, w.level) for w in one.windows.order_by("during")] == [
        (timedelta(hours=8), "yes"),
        (timedelta(hours=4), "if_needed"),
    ] * 3


def test_time_that_a_session_takes_with_the_way_there_is_not_free(db):
    facilitator = FacilitatorFactory()
    session = SessionFactory(starts_at=datetime(2026, 1, 5, 11, tzinfo=UTC))  # until 1pm; blocked 10am to 2pm
    assigned(facilitator, session)
    says(facilitator, date(2026, 1, 5), morning="yes", afternoon="yes")
    assert [(w.during.lower.hour, w.during.upper.hour) for w in facilitator.windows.order_by("during")] == [
        (9, 10),
        (14, 17),
    ]
