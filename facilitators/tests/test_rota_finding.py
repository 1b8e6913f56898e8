"""Teams found many at a step are those that are found one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitators.rota.fast_ledger import FastLedger
from facilitators.rota.finding import Finder
from facilitators.rota.invented import invented
from facilitators.rota.problem import Ledger, best_teams
from facilitators.tests.test_rota_solving import small_problems


def found_both_ways(problem, session, price, *, keep, below=None):
    """What is found many at a step, in haste and not, and one by one, at a `price` for each person."""
    finder, need = Finder(problem), problem.needs[session]
    one = finder.sessions[session]
    on_top = np.where(one.newcomer, np.array([*price, 0.0])[one.who], 0)
    under = np.inf if below is None else below
    fast = finder.best_teams(session, on_top, keep=keep, below=under)
    hasty = finder.best_teams(session, on_top, keep=keep, below=under, hasty=True)
    has_time = [person.limits.get(need.month, 0) > 0 for person in problem.people]
    slow = best_teams(
        problem,
        session,
        lambda person: price[person],
        lambda person: person in need.kept or has_time[person],
        keep=keep,
        below=below,
    )
    return fast, hasty, slow


def costs(found):
    return pytest.approx([cost for cost, _ in found])


@settings(max_examples=150, deadline=None)
@given(small_problems(sessions=1, people=9), st.data())
def test_they_are_the_same_at_any_prices(problem, data):
    price = [data.draw(st.integers(-60, 120)) for _ in problem.people]
    keep, below = data.draw(st.integers(1, 5)), data.draw(st.none() | st.integers(0, 300))

    fast, hasty, slow = found_both_ways(problem, 0, price, keep=keep, below=below)

    assert [cost for cost, _ in fast] == costs(slow)
    assert [cost for cost, _ in hasty] == costs(slow)  # nine people are few enough for haste
    for cost, team in fast:
        newcomers = problem.newcomers(0, team)
        assert cost == pytest.approx(problem.team_cost(0, team) + sum(price[one] for one in newcomers))


def test_they_are_the_same_among_many_people_and_haste_finds_no_cheaper_ones():
    """Given sessions for which some fifty people may be asked; when each price is another; then the teams
    are the same, and what haste finds costs as much or more."""
    problem = invented(40, 200)
    price = [(37 * person) % 91 - 30 for person in range(200)]

    for session in range(len(problem.needs)):
        fast, hasty, slow = found_both_ways(problem, session, price, keep=4)

        assert [cost for cost, _ in fast] == costs(slow)
        assert hasty[0][0] >= fast[0][0] - 1e-6


def test_more_teams_than_are_looked_at_together_are_looked_at_in_parts(monkeypatch):
    monkeypatch.setattr("facilitators.rota.finding.AT_ONCE", 50)
    problem = invented(5, 200)

    for session in range(len(problem.needs)):
        fast, _, slow = found_both_ways(problem, session, [0] * 200, keep=4)

        assert [cost for cost, _ in fast] == costs(slow)


@settings(max_examples=60, deadline=None)
@given(small_problems(sessions=8, people=9))
def test_a_fast_ledger_leaves_free_whom_the_plain_one_does(problem):
    """Given two ledgers of one problem; when the same teams are put and taken; then the cheapest team of
    each session costs the same by both."""
    fast, plain = FastLedger(problem), Ledger(problem)

    for again in (False, True):
        for session in range(len(problem.needs)):
            if again and plain.plan[session] is not None and session % 2:
                fast.take(session)
                plain.take(session)
            found = plain.cheapest(session)
            assert [cost for cost, _ in fast.cheapest(session)] == costs(found)
            if found and plain.plan[session] is None:
                fast.put(session, found[0][1])
                plain.put(session, found[0][1])
