"""A rota in plain Python: the hardest session first, then again and again some teams are taken away and found
anew, and the change is kept when it is no worse, or by a chance that shrinks.

The method is "ruin and recreate": G. Schrimpf and others, Record breaking optimization results using the ruin
and recreate principle, Journal of Computational Physics 159 (2000).
"""

import math
from random import Random

from facilitators.rota.problem import Ledger


def plan_quickly(problem, *, rounds=None, seed=1, start=None, ledger=None, go_on=lambda done, of: True):
    """A plan, from the plan `start` where one is given. The same seed gives the same plan. `go_on(done, of)`
    is asked now and then; False ends it with the best so far. `ledger` is an empty one to work with."""
    chance = Random(seed)  # noqa: S311  no secret
    if rounds is None:
        rounds = min(6_000, 40 * len(problem.needs) + 400)
    ledger = ledger or Ledger(problem)
    for session, team in enumerate(start or []):
        if team is not None and all(map(ledger.free(session), team)):
            ledger.put(session, team)
    waiting = [one for one, team in enumerate(ledger.plan) if team is None]
    _fill(ledger, sorted(waiting, key=lambda one: (len(problem.needs[one].choices), one)))
    cost = problem.cost(ledger.plan)
    best, best_cost = list(ledger.plan), cost
    warmth = 0.02 * max(cost, 1) / max(len(problem.needs), 1)
    for done in range(rounds if problem.needs else 0):
        if done % 50 == 0 and not go_on(done, rounds):
            break
        before = {one: ledger.plan[one] for one in _some(problem, ledger, chance)}
        old = _part(problem, ledger, before)
        for one in before:
            if ledger.plan[one] is not None:
                ledger.take(one)
        order = list(before)
        chance.shuffle(order)
        _fill(ledger, order)
        gained = _part(problem, ledger, before) - old
        if gained <= 0 or chance.random() < math.exp(-gained / max(warmth * (1 - done / rounds), 1e-9)):
            cost += gained
            if cost < best_cost:
                best, best_cost = list(ledger.plan), cost
            continue
        for one in before:
            if ledger.plan[one] is not None:
                ledger.take(one)
        for one, team in before.items():
            if team is not None:
                ledger.put(one, team)
    return best


def _fill(ledger, order):
    for session in order:
        found = ledger.cheapest(session)
        if found:
            ledger.put(session, found[0][1])


def _some(problem, ledger, chance):
    """A few sessions that hang together: one, some at its time or of its people, and any without a team."""
    first = chance.randrange(len(problem.needs))
    near = set(problem.overlapping[first])
    for person in ledger.plan[first] or ():
        near |= ledger.at[person]
    near.discard(first)
    empty = [one for one, team in enumerate(ledger.plan) if team is None]
    some = chance.sample(sorted(near), min(len(near), chance.randint(1, 6)))
    far = chance.sample(range(len(problem.needs)), min(len(problem.needs), chance.randint(1, 3)))
    return dict.fromkeys([first, *some, *far, *chance.sample(empty, min(len(empty), 2))])


def _part(problem, ledger, sessions):
    """What of the plan's cost hangs on these sessions: their teams, and the load."""
    teams = sum(
        problem.prices.unfilled if ledger.plan[one] is None else problem.team_cost(one, ledger.plan[one])
        for one in sessions
    )
    return teams + ledger.load
