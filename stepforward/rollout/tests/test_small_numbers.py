"""No subtraction brings a hidden cell back: tried against somebody who knows the rule and every sum."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stepforward.rollout.small_numbers import LEAST, merged_runs, shown_apart

SMALL_LEAST = 4  # the same rule with a smaller threshold, so that everything possible can be tried
GROUPS = "abcdefghijk"


def publication(cells, least):
    """All that is told: the cells that stand apart, and the sum of everybody."""
    told = shown_apart(cells, least)
    return {key: cells[key] for key in told}, sum(cells.values())


def also_possible(cells, key, least):
    """Whether other counts, with another one at `key`, would have been published in just the same way: tried
    with every way of moving people between it and one or two other hidden cells, and with all but one of the
    hidden cells at one small number."""
    told = publication(cells, least)
    others = [other for other in cells if other not in told[0] and other != key]

    def same(instead):
        return publication(cells | instead, least) == told

    for other in others:
        both = cells[key] + cells[other]
        if any(same({key: n, other: both - n}) for n in range(both + 1) if n != cells[key]):
            return True
    for one, two in combinations(others, 2):
        three = cells[key] + cells[one] + cells[two]
        for n in range(three + 1):
            for m in range(three - n + 1):
                if n != cells[key] and same({key: n, one: m, two: three - n - m}):
                    return True
    hidden = [key, *others]
    together = sum(cells[one] for one in hidden)
    for large in hidden:
        for n in range(1, least):
            instead = dict.fromkeys(hidden, n) | {large: together - n * (len(hidden) - 1)}
            if instead[large] > 0 and instead[key] != cells[key] and same(instead):
                return True
    return False


counts = st.lists(st.integers(0, 40), min_size=2, max_size=11)


@given(counts)
@settings(max_examples=600, deadline=None)
@example([9, 9, 10])
@example([10, 10, 9])  # hiding the smallest other would give this away: it can be no larger than the third
@example([9, 9, 30, 40])
@example([10, 9, 9, 10, 9])
@example([10, 10, 9, 9, 9])
@example([1, 10, 12])
@example([1] * 10 + [50])
@example([9, 9, 10, 10, 0])
@example([5, 0, 0, 30])
@example([9, 40])
def test_somebody_who_knows_the_rule_cannot_work_a_hidden_count_out(numbers):
    cells = dict(zip(GROUPS, numbers, strict=False))
    told = shown_apart(cells)
    if len(cells) - len(told) and sum(numbers) > 1:
        hidden = [key for key in cells if key not in told]
        assert [key for key in hidden if cells[key] and not also_possible(cells, key, LEAST)] == []


def test_every_table_of_three_groups_holds_with_a_smaller_threshold():
    # exhaustively, with 4 in place of 10
    for a in range(9):
        for b in range(9):
            for c in range(9):
                cells = {"a": a, "b": b, "c": c}
                told = shown_apart(cells, SMALL_LEAST)
                hidden = [key for key in cells if key not in told and cells[key]]
                if sum(cells.values()) > 1:
                    assert all(also_possible(cells, key, SMALL_LEAST) for key in hidden), cells


@given(counts)
def test_no_small_cell_ever_stands_apart(numbers):
    cells = dict(zip(GROUPS, numbers, strict=False))
    assert [cells[key] for key in shown_apart(cells) if 0 < cells[key] < LEAST] == []


@given(counts)
def test_what_is_hidden_is_never_a_small_sum_beside_what_is_told(numbers):
    cells = dict(zip(GROUPS, numbers, strict=False))
    told = shown_apart(cells)
    if told:
        together = sum(n for key, n in cells.items() if key not in told)
        assert together == 0 or together >= LEAST


def test_large_cells_all_stand_apart_and_so_does_nobody():
    cells = {"doctors": 40, "nurses": 25, "estates": 0}
    assert shown_apart(cells) == {"doctors", "nurses", "estates"}


def test_one_small_cell_takes_the_first_other_with_it():
    # given only students are few: the total less everybody else would tell how many
    cells = {"nurses": 25, "students": 3, "doctors": 40}
    # then nurses are hidden too, so that it cannot be told who makes up the 28
    assert shown_apart(cells) == {"doctors"}


def test_without_a_rule_the_hidden_cell_could_be_worked_out():
    """The control: hiding small cells alone gives a single one away."""
    cells = {"doctors": 40, "nurses": 25, "students": 3}
    shown = {key: n for key, n in cells.items() if n >= LEAST}
    assert sum(cells.values()) - sum(shown.values()) == cells["students"]


@given(st.lists(st.integers(0, 30), max_size=24))
def test_steps_in_time_are_merged_until_none_is_small_and_nobody_is_lost(numbers):
    steps = list(enumerate(numbers))
    runs = merged_runs(steps)
    assert all(n >= LEAST for _, n in runs)
    assert [when for when, _ in runs] == sorted(when for when, _ in runs)
    assert sum(n for _, n in runs) == (sum(numbers) if sum(numbers) >= LEAST else 0)


@pytest.mark.parametrize("steps", [[], [(1, 0)], [(1, 4), (2, 5)]])
def test_too_few_in_all_tell_no_steps(steps):
    assert merged_runs(steps) == []
