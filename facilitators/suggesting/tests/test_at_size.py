"""Many facilitators and much time: the questions go by the index, and stay few."""

import pytest
from django.utils import timezone

from facilitators.models import Window
from facilitators.suggesting import bench
from facilitators.suggesting.asked import question
from facilitators.suggesting.filling import AS_STRETCHES, fill
from facilitators.suggesting.who import asked_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE, WINDOWS = 1_000, 100


def test_who_may_be_asked_is_found_by_the_index_on_time_and_its_figures_are_of_the_agreed_shape():
    now = timezone.now()
    course, venue = fill(people=PEOPLE, windows=WINDOWS, now=now)
    assert Window.objects.count() == PEOPLE * WINDOWS
    asked = asked_of(bench.thought_of(course, venue, now, 0), now)
    for name in ("free", "who_may"):
        assert AS_STRETCHES in bench.indexes_of(question(name), asked), name
    measured = bench.measure(course, venue, now, rounds=1)
    assert all(one.ms > 0 for one in measured)
    figures = list(bench.figures(measured))
    assert {tuple(figure) for figure in figures} == {("bench", "figure", "value", "unit", "ratio", "goal")}
    assert bench.table(measured).count("\n") == len(measured) + 1
