from datetime import UTC, date, datetime, time, timedelta

import pytest

from stepforward.ui.wording import (
    civil_date,
    moment_of,
    say_clock,
    say_date,
    say_day,
    say_day_short,
    say_days,
    say_list,
    say_number,
    say_people,
    say_when,
    today,
)


def test_days_are_written_in_full_or_short():
    assert say_day(date(2026, 1, 6)) == "Tuesday 6 January 2026"
    assert say_day(date(2026, 1, 6), year=False) == "Tuesday 6 January"
    assert say_day_short(date(2026, 1, 6)) == "Tue 6 Jan"
    assert say_date(date(2026, 1, 6)) == "6 January 2026"
    assert say_date(date(2026, 1, 6), year=False) == "6 January"


def test_people_are_counted_in_words():
    assert [say_people(n) for n in (0, 1, 1200)] == ["0 people", "1 person", "1,200 people"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(9), "9am"),
        (time(9, 30), "9:30am"),
        (time(12), "midday"),
        (time(12, 5), "12:05pm"),
        (time(13, 30), "1:30pm"),
        (time(0), "midnight"),
        (time(0, 15), "12:15am"),
    ],
)
def test_times_are_written_as_the_nhs_writes_them(at, said):
    assert say_clock(at) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        # Clocks go forward on 29 March 2026 at 01:00 UTC: 12:59am GMT is followed by 2am BST.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "12:59am"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2am"),
        # And back on 25 October 2026 at 01:00 UTC: 1:59am BST is followed by 1am GMT.
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "1:59am"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "1am"),
    ],
)
def test_stored_times_are_shown_in_london_on_both_sides_of_a_clock_change(moment, said):
    assert say_clock(moment) == said


def test_a_late_summer_evening_belongs_to_the_next_day_in_london():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert civil_date(moment) == date(2026, 7, 2)
    assert say_day(moment) == "Thursday 2 July 2026"


def test_a_session_within_a_day_names_the_day_once():
    start = datetime(2026, 1, 6, 13, 30, tzinfo=UTC)
    assert say_when(start, start + timedelta(hours=2)) == "Tuesday 6 January 2026, 1:30pm to 3:30pm"
    assert say_when(start) == "Tuesday 6 January 2026, 1:30pm"


def test_a_stretch_over_midnight_names_both_days():
    start = datetime(2026, 1, 6, 22, tzinfo=UTC)
    said = "Tuesday 6 January 2026, 10pm to Wednesday 7 January 2026, 1am"
    assert say_when(start, start + timedelta(hours=3)) == said


def test_lengths_are_said_as_people_say_them():
    assert [say_days(n) for n in (0, 1, 12, 1200)] == ["today", "1 day", "12 days", "1,200 days"]
    assert say_days(today() - timedelta(days=4)) == "4 days"


def test_numbers_and_lists_read_well():
    assert say_number(1234567) == "1,234,567"
    assert say_list([]) == ""
    assert say_list(["a"]) == "a"
    assert say_list(["a", "b"]) == "a and b"
    assert say_list(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2026, 1, 6), time(9), datetime(2026, 1, 6, 9, tzinfo=UTC)),
        (date(2026, 7, 7), time(9), datetime(2026, 7, 7, 8, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # shown as 2:30am
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_what_is_said_in_london_becomes_utc_on_both_sides_of_a_clock_change(day, clock, utc):
    assert moment_of(day, clock) == utc


def test_a_day_begins_at_londons_midnight():
    assert moment_of(date(2026, 7, 7)) == datetime(2026, 7, 6, 23, tzinfo=UTC)
