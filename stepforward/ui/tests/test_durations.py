"""Lengths of time as people write them, in whole minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepforward.ui.durations import DurationField, read_minutes, say_minutes


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("2", 120),
        ("1.5", 90),
        (".25", 15),
        ("1:30", 90),
        ("1h 30", 90),
        ("1 hour 5 minutes", 65),
        ("90 min", 90),
        ("45m", 45),
        ("2 hrs", 120),
        ("1:75", None),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("\u0661", None),
    ],
)
def test_a_length_is_read_in_every_usual_way(said, minutes):
    assert read_minutes(said) == minutes


@given(st.integers(1, 6000))
def test_what_is_said_is_read_as_the_same_length(minutes):
    assert read_minutes(say_minutes(minutes)) == minutes
    assert read_minutes(DurationField(most=6000).prepare_value(minutes)) == minutes


@given(st.text(max_size=50))
def test_no_text_breaks_the_reading(text):
    minutes = read_minutes(text)
    assert minutes is None or minutes >= 0
