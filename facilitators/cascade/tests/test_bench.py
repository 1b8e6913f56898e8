"""The bench, small: its cascade is one, and its figures are of the agreed shape."""

import pytest
from django.utils import timezone

from facilitators.cascade import bench
from facilitators.cascade.filling import IN_THE_ROOM, fill
from facilitators.cascade.people import cascade_of

pytestmark = pytest.mark.django_db


def test_what_is_measured_is_a_cascade_and_its_figures_are_as_tools_read_them():
    course = fill(people=40, sessions=60, now=timezone.now())
    cascade = cascade_of(course)
    assert cascade.generations == [(1, 1, 1), (2, 10, 10), (3, 29, 25)]
    assert (cascade.whole.sessions, cascade.whole.people) == (60, 60 * IN_THE_ROOM)
    measured = list(bench.measure(course, rounds=1))
    figures = list(bench.figures(measured))
    assert {tuple(figure) for figure in figures} == {("bench", "figure", "value", "unit", "ratio", "goal")}
    assert {one.value for one in measured if one.unit == "queries"} == {1, 3, 4}
    assert bench.table(measured).count("\n") == len(measured) + 1
