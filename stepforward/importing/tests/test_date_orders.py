"""The day first or the month first: a column tells, or people are asked once."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepforward.importing.date_orders import DateOrders
from stepforward.importing.dates import orders_in, read_day
from stepforward.importing.reader import Judged, Verdict

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2068, 1, 1))
SIGNS = st.sampled_from("/-")


class Confirmed:
    """What was confirmed before."""

    def __init__(self, **said):
        self.said = said

    def means(self, subject, said):
        return self.said.get(said.split(" in ")[0])


def written(day, order, sign):
    first, second = (day.day, day.month) if order == "day" else (day.month, day.day)
    return f"{first}{sign}{second}{sign}{day.year}"


def orders_of(*values):
    orders = DateOrders("x.csv")
    orders.headings["day"] = "Date"
    for value in values:
        orders.add("day", value)
    return orders


def read_all(values, understanding=None):
    """([what each is read as], the Judged that notes were put on)."""
    orders, judged = orders_of(*values), Judged("A row")
    understanding = understanding or Confirmed()
    days = [
        read_day(value, month_first=orders.month_first("day", value, judged, understanding, NOW))
        for value in values
    ]
    return days, judged


@given(st.lists(DAYS, min_size=1, max_size=12), st.sampled_from(["day", "month"]), SIGNS)
def test_a_column_with_one_value_that_can_be_read_one_way_alone_is_read_so_as_a_whole(days, order, sign):
    days.append(date(2024, 3, 25))  # 25 is no month
    read, judged = read_all([written(day, order, sign) for day in days])
    assert read == days
    assert (judged.verdict, judged.questions) == (Verdict.MADE, [])


@given(st.lists(DAYS.filter(lambda day: day.day <= 12), min_size=1, max_size=6), SIGNS)
def test_a_column_that_does_not_tell_is_read_day_first_and_asked_about(days, sign):
    values = [written(day, "day", sign) for day in days]
    read, judged = read_all(values)
    assert read == days
    unclear = [day for day in days if day.day != day.month]
    assert len({question.squeezed for question in judged.questions}) == bool(unclear)
    assert judged.verdict == Verdict.MADE
    # once it was answered, it is read as it was answered, and not asked again
    read, judged = read_all(values, Confirmed(Date="month"))
    assert [(day.day, day.month) for day in read] == [(day.month, day.day) for day in days]
    assert judged.questions == []


@given(DAYS, st.sampled_from(["day", "month"]), SIGNS)
def test_the_day_of_the_week_tells(day, order, sign):
    text = f"{day:%A} {written(day, order, sign)}"
    other = read_day(written(day, order, sign), month_first=order == "day")
    if other is None or other.weekday() != day.weekday():
        assert read_day(text, month_first=order == "day") == day


@given(DAYS)
def test_dots_are_never_month_first(day):
    text = f"{day.day:02}.{day.month:02}.{day.year}"
    assert read_day(text, month_first=True) == day
    assert list(orders_in(text)) == []


@given(st.text(max_size=60))
def test_no_text_breaks_the_looking_for_orders(text):
    orders_of(text)
    assert all(order in {"day", "month", "either"} for order, _ in orders_in(text))


def test_where_another_column_is_written_month_first_a_row_waits_for_the_answer():
    orders, judged = orders_of("03/04/2024"), Judged("A row")
    orders.add("asked", "03/25/2024")
    orders.month_first("day", "03/04/2024", judged, Confirmed(), NOW)
    assert judged.verdict == Verdict.DOUBTFUL
    assert judged.notes == ["Is “03/04/2024” 3 April 2024 or 4 March 2024?"]
    (question,) = judged.questions
    assert question.asks == "In the column “Date”, is “03/04/2024” 3 April 2024 or 4 March 2024?"
    assert question.choices == {"day": "3 April 2024", "month": "4 March 2024"}


def test_a_column_that_contradicts_itself_asks_about_what_is_unclear_alone():
    values = ["25/03/2024", "03/26/2024", "03/04/2024"]
    read, judged = read_all(values)
    assert read == [date(2024, 3, 25), date(2024, 3, 26), date(2024, 4, 3)]
    assert (judged.verdict, len(judged.questions)) == (Verdict.DOUBTFUL, 1)


@pytest.mark.parametrize(
    "value", [None, 45_000, datetime(2024, 3, 4, tzinfo=UTC), "w/c 3 April", "05/05/2024"]
)
def test_what_is_clear_by_itself_is_not_asked(value):
    _, judged = read_all([value])
    assert (judged.notes, judged.questions) == ([], [])
