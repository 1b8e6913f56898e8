"""A rota by column generation, with a bound that says how far from the best it can be at most.

The linear programme chooses among the teams found so far; its prices (duals) tell which teams are worth
finding next, until none is. Then one of those found is chosen for every session (`choosing.py`). A small term
is settled for certain: every team is added that a plan better than the one at hand could have, and branch and
bound chooses among them.

While teams are found, the programme is solved from its inside: such prices lie in the middle of all that are
right, so fewer teams have to be found, and each turn takes a fraction of the time of the simplex method where
there are a thousand sessions. As long as a hasty look finds many, it is enough; the bound comes of a whole
one, and holds whatever the prices.

The method: C. Barnhart and others, Branch-and-price: column generation for solving huge integer programs,
Operations Research 46 (1998); its bound is Lagrange's. Needs `highspy`, which is optional.
"""

from math import ceil
from time import monotonic, process_time

from facilitators.rota.choosing import choose, chosen_plan
from facilitators.rota.climbing import promising_teams
from facilitators.rota.finding import Finder
from facilitators.rota.programme import SMALL, Programme

AT_ONCE = 3  # teams of one session found in one turn
FEW = 0.05  # of the sessions: when a hasty look finds no more, a whole one is due
ENOUGH = 1e-4  # of what the teams cost: when the search for better prices ends
NEAR = 1e-4  # of what the teams cost: when a plan needs no search for a better one
MORE = 5  # teams of one session to choose among, beside those that were worth finding …
A_LITTLE = 1 / 4  # … and miss that by less than this of what a session costs
LEAST_SOUGHT = 5  # seconds: a better plan is sought for half as long as prices were, or for this long
NEARLY = 5e-3  # of what the teams cost: when a small term is near enough to be settled for certain
SMALL_TERM = 100  # sessions, at most, of a term that is settled for certain
MANY = 500  # teams of one session to choose among then, at most


def plan_exactly(problem, *, start, seconds, finder=None, go_on=lambda done, of: True):
    """(plan, bound): a plan no worse than `start`, and a cost below which no plan can be. Ends after about
    `seconds`; `go_on(done, of)` is asked now and then, and False ends it with the best so far."""
    began, worked = monotonic(), process_time()
    finder = finder or Finder(problem)

    def within(share, done):
        return lambda: monotonic() - began < share * seconds and go_on(done, 200)

    scale = problem.cost(start) - problem.prices.unfilled * start.count(None)
    programme = Programme(problem, finder)
    teams = promising_teams(problem, finder, scale, within(1 / 4, 5))
    teams |= {(session, team) for session, team in enumerate(start) if team is not None}
    for session, team in sorted(teams):
        programme.add(session, team)
    bound = _price(programme, ENOUGH * scale, lambda turn: within(1 / 2, min(10 + turn, 99))())
    if programme.value is None or not go_on(100, 200):
        return start, bound
    small, near = len(problem.needs) <= SMALL_TERM, A_LITTLE * scale / len(problem.needs)
    enough = bound + (NEARLY if small else NEAR) * scale
    programme.find_teams(keep=MORE, over=near)
    longest = max(LEAST_SOUGHT, (process_time() - worked) / 2)
    plan = choose(programme, near=near, enough=enough, longest=longest, go_on=within(1, 110))
    plan = min(start, plan, key=problem.cost)
    if small and problem.cost(plan) > bound:
        return _for_certain(programme, plan, bound, within(1, 120))
    return plan, bound


def _price(programme, enough, go_on):
    """Finds teams and prices until no team is missing, or nearly. Returns a cost below which no plan can
    be."""
    bound, turn, hasty = 0, 0, True
    while go_on(turn) and (cost := programme.solve()) is not None:
        turn += 1
        found, least = programme.find_teams(keep=AT_ONCE, hasty=hasty)
        broken = programme.forbid_broken()
        if not hasty:
            bound = max(bound, least)
            if not found + broken or cost - bound <= enough:
                break
        hasty = found + broken > FEW * len(programme.problem.needs)
    return ceil(bound - SMALL)  # all costs are whole


def _for_certain(programme, plan, bound, go_on):
    """The best plan there is and its cost, unless `go_on()` is False first."""
    cost = programme.problem.cost(plan)
    programme.in_parts()
    if programme.solve_within_limits(go_on) is None:
        return plan, bound
    _, least = programme.find_teams(keep=1)
    over = cost - least + SMALL
    programme.forget_dearer(over)
    programme.find_teams(keep=MANY, over=over)
    if programme.fullest == MANY:
        return plan, bound
    programme.whole()
    least = programme.solve_whole(go_on)
    plan = min(plan, chosen_plan(programme), key=programme.problem.cost)
    return plan, max(bound, min(cost, ceil(max(bound, least) - SMALL)))
