from datetime import date, timedelta

import pytest

from stepforward.rollout.pace import even_pace, project

START, END = date(2025, 4, 1), date(2026, 4, 1)
TODAY = START + timedelta(weeks=26)


def weekly(counts):
    """{day: n}, one session in the middle of each of the last weeks before TODAY."""
    return {TODAY - timedelta(days=7 * week + 3): n for week, n in enumerate(counts)}


@pytest.mark.parametrize(
    ("today", "reached"),
    [(START, 0), (date(2025, 9, 30), 182 / 365 * 1000), (END, 1000), (date(2027, 1, 1), 1000)],
)
def test_an_even_pace_runs_from_nothing_to_the_target(today, reached):
    assert even_pace(1000, START, END, today) == pytest.approx(reached)


def test_the_same_number_every_week_leaves_no_doubt():
    found = project(weekly([10] * 26), start=START, end=END, today=TODAY)
    ahead = (END - TODAY).days / 7
    assert found.low == found.likely == found.high == round(260 + 10 * ahead)


def test_an_uneven_past_makes_a_wide_future():
    found = project(weekly([0, 20] * 13), start=START, end=END, today=TODAY)
    # by hand: m = 26.14, k = 26, s = 10.198, t(25) = 2.0595; half = t s sqrt(m + m m / k) = 152.0
    assert found.likely == 521
    assert (found.low, found.high) == (pytest.approx(369, abs=2), pytest.approx(674, abs=2))


def test_it_never_promises_fewer_than_there_are():
    found = project(weekly([100, 0, 0, 1, 0, 1, 0, 1, 0]), start=START, end=END, today=TODAY)
    assert found.low >= 103


@pytest.mark.parametrize(
    ("daily", "today"),
    [
        ({}, TODAY),
        (weekly([30, 30]), TODAY),  # two weeks of many tell nothing of the others
        (weekly([10] * 26), START + timedelta(weeks=5)),
        (weekly([10] * 26), END),
    ],
)
def test_without_enough_behind_us_there_is_no_guess(daily, today):
    assert project(daily, start=START, end=END, today=today) is None
