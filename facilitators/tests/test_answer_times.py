"""72 hours, never at night where that can be helped, and never more than half of the time that is left."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Session
from facilitators.staffing import answer_due
from stepforward.ui.wording import in_london

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
LEFT = st.integers(1, 183 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def due(now, left):
    return answer_due(Session(starts_at=now + left), now)


@pytest.mark.parametrize(
    ("asked", "days_left", "answer_by"),
    [
        ("2026-01-06 09:40", 30, "2026-01-09 09:40"),
        ("2026-01-06 21:00", 30, "2026-01-10 09:00"),
        ("2026-01-06 03:15", 30, "2026-01-09 09:00"),
        ("2026-03-27 20:30", 30, "2026-03-31 08:00"),
        ("2026-01-06 09:00", 4, "2026-01-08 09:00"),
        ("2026-01-06 09:00", 1, "2026-01-06 21:00"),
    ],
    ids=[
        "72 hours",
        "not in the evening, but the next morning",
        "not at night, but that morning",
        "9 in the morning by London's clocks, which have gone forward since",
        "half of four days",
        "half of one day, be it late",
    ],
)
def test_when_the_answer_is_due(asked, days_left, answer_by):
    asked, answer_by = (datetime.fromisoformat(f"{moment}+00:00") for moment in (asked, answer_by))
    assert due(asked, timedelta(days=days_left)) == answer_by


@given(now=MOMENTS, left=LEFT)
def test_half_of_the_time_is_left_to_ask_somebody_else(now, left):
    answer_by = due(now, left)
    assert now < answer_by <= now + left / 2 + timedelta(microseconds=1)
    assert answer_by < now + timedelta(hours=72 + 13)  # an hour more, where the clocks go back that night


@given(now=MOMENTS, left=LEFT)
def test_nobody_who_has_time_is_asked_for_an_answer_at_night(now, left):
    answer_by = due(now, left)
    assert 9 <= in_london(answer_by).hour < 21 or answer_by == now + left / 2


@given(now=MOMENTS, left=LEFT, later=LEFT)
def test_a_later_session_never_leaves_less_time(now, left, later):
    assert due(now, left) <= due(now, left + later)
