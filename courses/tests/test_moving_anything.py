"""Whatever stands in the rows of a file: each is accounted for, nothing fails, and again changes nothing."""

import csv
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.tests.factories import SessionFactory
from courses.tests.test_moving_costs import HELD
from courses.tests.test_moving_in import counts, move

pytestmark = pytest.mark.django_db
HEADS = {
    "requests": ["Email", "Organisation", "Team", "People", "Preferred dates", "Focus"],
    "sign-ins": ["Name", "Email", "Role", "Signed", "Date", "Venue"],
    "costs": ["Date", "What", "Amount", "Paid by", "Funded"],
}
LIKELY = [
    "a@b.example",
    "Bolton",
    "MRI",
    "20",
    "about 9-16",
    "3 Oct 2023",
    "03/10/23",
    "Travel",
    "\u00a312.50",
    "HEE",
]
LIKELY += [
    "own pocket",
    "x",
    "DNA",
    "=1+1",
    "Y",
    "The Christie",
    "Ana Diaz",
    "ASAP",
    "any Tuesday in March",
    "",
]
CELLS = st.one_of(
    st.sampled_from(LIKELY), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(HEADS)), rows=st.lists(st.lists(CELLS, max_size=7), max_size=8))
def test_every_row_of_any_table_is_accounted_for_and_twice_is_once(kind, rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADS[kind], *rows])
    content = text.getvalue().replace("\x00", "").encode("utf-8", "ignore")
    with transaction.atomic():
        SessionFactory(starts_at=HELD)
        first = counts(move(io.BytesIO(content), "x.csv"))
        second = counts(move(io.BytesIO(content), "x.csv"))
        transaction.set_rollback(True)
    assert first[0] == sum(first[1:])
    assert second == (first[0], 0, first[1] + first[2], first[3], first[4])
