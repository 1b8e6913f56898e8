"""Amounts as people write them, in whole pence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stepforward.ui.money import MOST, MoneyField, in_pounds, read_pence, say_pounds

PENCE = st.integers(0, MOST)


@pytest.mark.parametrize(
    ("said", "pence"),
    [
        ("£1,234.50", 123450),
        ("1234.5", 123450),
        ("1 234.50", 123450),
        ("£ 12", 1200),
        ("12 pounds", 1200),
        ("GBP 12.00", 1200),
        (".50", 50),
        ("50p", 50),
        ("12.500", 1250),
        ("£12.-", None),
        ("12,50", None),
        ("1,23.00", None),
        ("12.345", None),
        ("-5", None),
        ("1e3", None),
        ("£", None),
        ("", None),
        ("\u0661\u0662", None),
        ("9" * 500, None),
    ],
)
def test_an_amount_is_read_in_every_usual_way_and_in_no_other(said, pence):
    assert read_pence(said) == pence


@given(PENCE)
def test_what_is_said_is_read_as_the_same_amount(pence):
    assert read_pence(say_pounds(pence)) == read_pence(in_pounds(pence)) == pence


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    pence = read_pence(text)
    assert pence is None or pence >= 0


@given(PENCE, PENCE)
def test_sums_are_exact(one, other):
    assert read_pence(in_pounds(one)) + read_pence(in_pounds(other)) == read_pence(in_pounds(one + other))


def test_what_is_below_nothing_has_its_sign_before_the_pound():
    assert say_pounds(-123450) == "-£1,234.50"


@pytest.mark.parametrize(
    ("said", "why"),
    [("0", "£0.01 or more"), ("9999999", "£1,000,000 or less"), ("a lot", "in pounds and pence"), ("", None)],
)
def test_the_field_says_what_is_wrong(said, why):
    with pytest.raises(ValidationError, match=why):
        MoneyField().clean(said)
