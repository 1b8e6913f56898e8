"""A rota by column generation, with a bound that says how far from the best it can be at most.

One variable is one whole team in one session. The linear programme chooses among the teams found so far; its
prices (duals) tell which teams are worth finding next, until none is. Then one of those found is chosen for
every session: by settling what is all but settled, and, where that is not near the bound, by branch and
bound. That two sessions overlap becomes a row only when a solution breaks it.

While teams are found, the programme is solved from its inside: such prices lie in the middle of all that are
right, so fewer teams have to be found, and each turn takes a fraction of the time of the simplex method where
there are a thousand sessions. Whatever the prices, the bound they give holds.

The method: C. Barnhart and others, Branch-and-price: column generation for solving huge integer programs,
Operations Research 46 (1998); its bound is Lagrange's. Needs `highspy`, which is optional.
"""

from collections import defaultdict
from math import ceil
from time import monotonic

import highspy
import numpy as np

from facilitators.rota.problem import best_teams
from facilitators.rota.quick import plan_quickly

SMALL = 1e-6
AT_ONCE = 3  # teams of one session found in one turn
MANY = 100
ENOUGH = 1e-4  # of what the teams cost: when the search for better prices ends
NEAR = 5e-4  # of what the teams cost: when a plan needs no search for a better one


class Programme:
    """The linear programme over the teams found so far."""

    def __init__(self, problem):
        self.problem = problem
        self.columns = []  # (column, session, team)
        self.known = set()
        self.highs = highspy.Highs()
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("solver", "ipm")
        self.highs.setOptionValue("run_crossover", "off")
        self.rows = 0
        self.session_row = [self._row(1, 1) for _ in problem.needs]
        self.load_row, self.month_row = {}, {}
        self.loads = []  # (cost, row) of one session more for somebody
        self.clash_row = {}  # (person, sessions together)
        self.clashes_of = defaultdict(list)  # (person, session): rows
        for session, row in enumerate(self.session_row):
            self._column(problem.prices.unfilled, {row: 1})
            for choice in problem.needs[session].choices:
                self._rows_of(choice.person, problem.needs[session].month)

    def _rows_of(self, person, month):
        limit = self.problem.people[person].limits.get(month, 0)
        if (person, month) not in self.month_row:
            self.month_row[person, month] = self._row(0, limit)
        if person in self.load_row:
            return
        self.load_row[person] = self._row(-highspy.kHighsInf, 0)
        for done in range(sum(self.problem.people[person].limits.values())):
            cost = self.problem.next_one(person, done)
            self.loads.append((cost, self.load_row[person]))
            self._column(cost, {self.load_row[person]: -1}, upto=1)

    def _row(self, low, high):
        self.highs.addRow(low, high, 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
        self.rows += 1
        return self.rows - 1

    def _column(self, cost, row, upto=highspy.kHighsInf):
        index = np.fromiter(row, dtype=np.int32, count=len(row))
        value = np.fromiter(row.values(), dtype=np.float64, count=len(row))
        self.highs.addCol(cost, 0, upto, len(row), index, value)
        return self.highs.getNumCol() - 1

    def add(self, session, team):
        if (session, team) in self.known:
            return False
        self.known.add((session, team))
        month = self.problem.needs[session].month
        row = {self.session_row[session]: 1}
        for person in self.problem.newcomers(session, team):
            row[self.load_row[person]] = row[self.month_row[person, month]] = 1
            row |= dict.fromkeys(self.clashes_of[person, session], 1)
        column = self._column(self.problem.team_cost(session, team), row)
        self.columns.append((column, session, team))
        return True

    def solve(self):
        """The cost of the best solution, of which are kept the `value` of each column, what each session's
        team is `worth`, and the `dual` of each other row, never above 0. None where there is none, and what
        was kept before stays."""
        while True:
            self.highs.run()
            told = self.highs.getInfo()
            if told.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
                return None
            solution = self.highs.getSolution()
            self.value, dual = solution.col_value, solution.row_dual
            self.worth = [dual[row] for row in self.session_row]
            self.dual = [min(0.0, one) for one in dual]
            if not self._forbid_broken_clashes():
                return told.objective_function_value

    def to_a_corner(self):
        """From now on solutions lie at corners, where most of what is chosen is whole."""
        self.highs.setOptionValue("run_crossover", "on")
        self.solve()
        self.highs.setOptionValue("solver", "choose")  # the simplex method, from the corner before

    def beside_teams(self):
        """What Lagrange's bound has on top of the cheapest team of each session, at the present prices."""
        loads = sum(min(0.0, cost + self.dual[row]) for cost, row in self.loads)
        months = sum(
            self.dual[row] * self.problem.people[person].limits.get(month, 0)
            for (person, month), row in self.month_row.items()
        )
        return loads + months + sum(self.dual[row] for row in self.clash_row.values())

    def partly(self):
        """The columns of teams that the solution uses in part."""
        return [
            one for one, _, _ in self.columns if one < len(self.value) and SMALL < self.value[one] < 1 - SMALL
        ]

    def settle(self, columns, least):
        for column in columns:
            self.highs.changeColBounds(column, least, highspy.kHighsInf)

    def price(self, session):
        """What a person costs in this session on top of themselves, at the present prices."""
        month, dual = self.problem.needs[session].month, self.dual

        def of(person):
            taken = dual[self.load_row[person]] + dual[self.month_row[person, month]]
            return -taken - sum(dual[row] for row in self.clashes_of.get((person, session), ()))

        return of

    def _forbid_broken_clashes(self):
        """Rows for what the solution breaks: one person in two overlapping sessions. Returns how many."""
        used = defaultdict(lambda: defaultdict(float))
        for column, session, team in self.columns:
            if column < len(self.value) and self.value[column] > SMALL:
                for person in self.problem.newcomers(session, team):
                    used[person][session] += self.value[column]
        broken = [
            (person, together)
            for person, sessions in used.items()
            if len(sessions) > 1
            for together in self.problem.together
            if sum(sessions.get(one, 0) for one in together) > 1 + SMALL
            and (person, together) not in self.clash_row
        ]
        for person, together in broken:
            self._forbid(person, together)
        return len(broken)

    def _forbid(self, person, together):
        row = self.clash_row[person, together] = self._row(0, 1)
        for session in together:
            self.clashes_of[person, session].append(row)
        for column, session, team in self.columns:
            if session in together and person in self.problem.newcomers(session, team):
                self.highs.changeCoeff(row, column, 1)

    def whole(self, near, go_on):
        """From now on a team is there or is not; a solution is within `near` of the best, unless `go_on()`,
        which is asked all the while, is False first."""
        index = np.array([column for column, _, _ in self.columns], dtype=np.int32)
        kinds = np.full(len(index), highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(len(index), index, kinds)
        self.highs.setOptionValue("mip_rel_gap", 0)
        self.highs.setOptionValue("mip_abs_gap", near)
        self.highs.cbMipInterrupt += lambda event: event.interrupt(not go_on())

    def chosen(self):
        plan = [None] * len(self.problem.needs)
        for column, session, team in self.columns:
            if column < len(self.value) and self.value[column] > 0.5:
                plan[session] = team
        return plan


def plan_exactly(problem, *, start, seconds, go_on=lambda done, of: True):
    """(plan, bound): a plan no worse than `start`, and a cost below which no plan can be. Ends after about
    `seconds`; `go_on(done, of)` is asked now and then, and False ends it with the best so far."""
    began = monotonic()
    programme = Programme(problem)
    for session, team in enumerate(start):
        if team is not None:
            programme.add(session, team)
    scale = problem.cost(start) - problem.prices.unfilled * start.count(None)
    bound, turn, going = 0, 0, True
    while monotonic() - began < seconds / 2 and (going := go_on(min(10 + turn, 99), 200)):
        turn += 1
        cost = programme.solve()
        if cost is None:
            break
        found, least = _find(problem, programme)
        bound = max(bound, least)
        if not found or cost - bound <= ENOUGH * scale:
            break
    bound = ceil(bound - SMALL)  # all costs are whole
    if not going:
        return start, bound
    programme.to_a_corner()
    dive_until = began + 3 * seconds / 4
    plans = [start, _dive(problem, programme, lambda: monotonic() < dive_until and go_on(100, 200))]
    rounds = len(problem.needs)
    plans.append(plan_quickly(problem, start=plans[1], rounds=rounds, go_on=lambda *_: go_on(110, 200)))

    def in_time():
        return monotonic() - began < seconds and go_on(120, 200)

    over = min(map(problem.cost, plans)) - bound
    if over > NEAR * scale and in_time():
        _complete(problem, programme, over)
        plans.append(_choose(programme, ENOUGH * scale, in_time))
    return min(filter(None, plans), key=problem.cost), bound


def _dive(problem, programme, go_on):
    """A plan by settling what the programme all but settled and solving it again, until all is whole."""
    settled, start = [], programme.chosen()
    while (partly := programme.partly()) and go_on():
        surest = max(programme.value[one] for one in partly)
        more = [one for one in partly if programme.value[one] >= min(0.7, surest)]
        programme.settle(more, 1)
        settled += more
        if programme.solve() is None:
            break
        start = programme.chosen()
    programme.settle(settled, 0)
    return plan_quickly(problem, start=start, rounds=1)


def _find(problem, programme):
    """Adds the teams worth having at the present prices. Returns how many, and Lagrange's bound, a cost below
    which no plan can be."""
    added, least = 0, programme.beside_teams()
    for session, worth in enumerate(programme.worth):
        below = min(worth, problem.prices.unfilled) - SMALL
        teams = best_teams(problem, session, programme.price(session), _everybody, keep=AT_ONCE, below=below)
        least += teams[0][0] if teams else below
        added += sum(programme.add(session, team) for _, team in teams)
    return added, least


def _everybody(person):
    return True


def _complete(problem, programme, over):
    """Adds every team that a plan within `over` of the bound could use, up to MANY a session, so that
    the choice among the teams found is the choice among all."""
    programme.solve()
    for session, worth in enumerate(programme.worth):
        below = worth + over + SMALL
        teams = best_teams(problem, session, programme.price(session), _everybody, keep=MANY, below=below)
        for _, team in teams:
            programme.add(session, team)


def _choose(programme, near, go_on):
    """A plan among the teams found whose cost is within `near` of the best, or None."""
    programme.whole(near, go_on)
    return programme.chosen() if programme.solve() is not None else None
