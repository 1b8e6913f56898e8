"""Teams worth beginning with, found by moving everybody's price: up for whoever is wanted more often than
they would come at that price, down for the others.

That is the subgradient method with momentum, on Lagrange's bound where only people's load is priced: M. Held,
P. Wolfe and H. Crowder, Validation of subgradient optimization, Mathematical Programming 6 (1974). Prices
that are near the right ones save the linear programme its first turns, the most wasteful and the slowest.
"""

import numpy as np

TURNS = 30
A_TURN = 30  # sessions: so few take one turn, and twice as many two
PATIENCE = 3  # turns without a better bound before steps become shorter
SHORTER, MOMENTUM = 0.6, 0.6
HOPED_FOR = 0.8  # of what the plan costs: where the bound will end, perhaps


def promising_teams(problem, finder, cost, go_on):
    """{(session, team)} to begin with. `cost` is what the teams of some plan cost."""
    steps = _costs_of_more(problem)
    price, move, length, idle = steps[:, 0].copy(), 0.0, 1.0, 0
    best, at_best, found = -np.inf, price, set()
    for _ in range(min(TURNS, len(problem.needs) // A_TURN)):
        if not go_on():
            break
        wanted = np.zeros(len(problem.people))
        bound = np.minimum(steps - price[:, None], 0).sum()
        for session, one in enumerate(finder.sessions):
            on_top = np.where(one.newcomer, price[one.who], 0)
            teams = finder.best_teams(session, on_top, below=problem.prices.unfilled, hasty=True)
            for least, team in teams:
                bound += least
                found.add((session, team))
                wanted[problem.newcomers(session, team)] += 1
        if bound > best:
            best, at_best, idle = bound, price, 0
        elif (idle := idle + 1) == PATIENCE:
            price, length, idle = at_best, length * SHORTER, 0
        move = wanted - (steps < price[:, None]).sum(axis=1) + MOMENTUM * move
        hoped = max(HOPED_FOR * cost - best, 0.01 * cost)
        price = np.maximum(price + length * hoped / max(move @ move, 1) * move, 0)
    return found


def _costs_of_more(problem):
    """For each person what their first session costs, their second …, inf from their limit on."""
    limits = [sum(person.limits.values()) for person in problem.people]
    steps = np.full((len(limits), max([1, *limits])), np.inf)
    for person, limit in enumerate(limits):
        steps[person, :limit] = [problem.next_one(person, done) for done in range(limit)]
    return steps
