"""The linear programme that chooses among the teams found so far, and the prices that come of it.

One variable is one whole team in one session. A row is made when it is wanted: for what somebody does in all,
when a team with them is found; for their limit of a month, and for their being in one place at a time, when a
solution breaks it. Needs `highspy`, which is optional.
"""

from collections import defaultdict

import highspy
import numpy as np

SMALL = 1e-6
WHOLE = 1 - 1e-3  # costs are whole, so what is nearer to the best than this is the best


class Programme:
    def __init__(self, problem, finder):
        self.problem, self.finder = problem, finder
        self.columns = {}  # (session, team): column
        self.highs = highspy.Highs()
        self.highs.silent()
        self._set(threads=1, solver="ipm", run_crossover="off")
        self.highs.cbMipInterrupt += lambda event: event.interrupt(not self.go_on())
        self.load_row, self.loads = {}, []  # person: row; (cost, row) of one session more for somebody
        self.value = None
        self.limits = [(frozenset(together), None) for together in problem.together]
        self.limits += [(sessions, month) for month, sessions in _by_month(problem).items()]
        self.limits_of = defaultdict(list)  # session: its limits
        for limit, (sessions, _) in enumerate(self.limits):
            for session in sessions:
                self.limits_of[session].append(limit)
        self.limit_row = {}  # (person, limit): row
        self.rows_of = defaultdict(list)  # (person, session): rows of limits
        for _ in problem.needs:
            self._column(problem.prices.unfilled, [self._row(1, 1)])

    def _set(self, **options):
        for option, value in options.items():
            self.highs.setOptionValue(option, value)

    def _row(self, low, high):
        self.highs.addRow(low, high, 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
        return self.highs.getNumRow() - 1

    def _column(self, cost, rows, each=1, upto=highspy.kHighsInf):
        index, value = np.array(rows, dtype=np.int32), np.full(len(rows), each, dtype=np.float64)
        self.highs.addCol(cost, 0, upto, len(rows), index, value)
        return self.highs.getNumCol() - 1

    def _row_of_load(self, person):
        if person not in self.load_row:
            row = self.load_row[person] = self._row(-highspy.kHighsInf, 0)
            for done in range(sum(self.problem.people[person].limits.values())):
                cost = self.problem.next_one(person, done)
                self.loads.append((cost, row))
                self._column(cost, [row], each=-1, upto=1)
        return self.load_row[person]

    def add(self, session, team):
        if (session, team) in self.columns:
            return False
        rows = [session]
        for person in self.problem.newcomers(session, team):
            rows += [self._row_of_load(person), *self.rows_of.get((person, session), ())]
        self.columns[session, team] = self._column(self.problem.team_cost(session, team), rows)
        return True

    def solve(self):
        """The cost of the best solution, of which are kept the `value` of each column, by how much it misses
        being worth it (`reduced`), and the prices: what each session's team is `worth`, and what people cost.
        None where there is none, and what was kept before stays."""
        self.highs.run()
        told = self.highs.getInfo()
        if told.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        solution = self.highs.getSolution()
        self.value = np.array(solution.col_value)
        if solution.dual_valid:
            self.reduced = np.array(solution.col_dual)
            self._keep_prices(np.array(solution.row_dual))
        return told.objective_function_value

    def solve_within_limits(self, go_on):
        """As `solve`, again and again until no limit is broken; None where `go_on()` is False first."""
        while go_on() and (cost := self.solve()) is not None:
            if not self.forbid_broken():
                return cost
        return None

    def _keep_prices(self, dual):
        self.worth = dual[: len(self.problem.needs)]
        dual = np.minimum(dual, 0)
        self.price = np.zeros(len(self.problem.people))
        for person, row in self.load_row.items():
            self.price[person] = -dual[row]
        self.on_top_of_price = defaultdict(list)  # session: [(person, price)]
        for (person, session), rows in self.rows_of.items():
            if (more := -sum(dual[row] for row in rows)) > 0:
                self.on_top_of_price[session].append((person, more))
        self.beside_teams = sum(min(0.0, cost + dual[row]) for cost, row in self.loads) + sum(
            dual[row] * self._most(person, limit) for (person, limit), row in self.limit_row.items()
        )

    def find_teams(self, *, keep, over=0.0, hasty=False):
        """Adds teams worth having at the present prices, up to `keep` a session, or missing that by less than
        `over`. Returns how many were new, and Lagrange's bound, a cost below which no plan can be unless it
        was found in haste."""
        added, least, self.fullest = 0, self.beside_teams, 0
        for session, worth in enumerate(self.worth):
            below = min(worth, self.problem.prices.unfilled) + over - SMALL
            on_top = self._on_top(session)
            teams = self.finder.best_teams(session, on_top, keep=keep, below=below, hasty=hasty)
            least += min(teams[0][0] if teams else below, self.problem.prices.unfilled)
            added += sum(self.add(session, team) for _, team in teams)
            self.fullest = max(self.fullest, len(teams))
        return added, least

    def _on_top(self, session):
        one = self.finder.sessions[session]
        price = np.where(one.newcomer, self.price[one.who], 0)
        for person, more in self.on_top_of_price[session]:
            price[one.who == person] += more
        return price

    def forbid_broken(self):
        """Rows for the limits that the solution breaks. Returns how many."""
        used = defaultdict(float)
        for value, session, team in self.used():
            for person in self.problem.newcomers(session, team):
                for limit in self.limits_of[session]:
                    used[person, limit] += value
        broken = {one for one, n in used.items() if n > self._most(*one) + SMALL} - self.limit_row.keys()
        if broken:
            self._forbid(broken)
        return len(broken)

    def _forbid(self, broken):
        for person, limit in broken:
            row = self.limit_row[person, limit] = self._row(0, self._most(person, limit))
            for session in self.limits[limit][0]:
                self.rows_of[person, session].append(row)
        for (session, team), column in self.columns.items():
            for person in self.problem.newcomers(session, team):
                for limit in self.limits_of[session]:
                    if (person, limit) in broken:
                        self.highs.changeCoeff(self.limit_row[person, limit], column, 1)

    def _most(self, person, limit):
        month = self.limits[limit][1]
        return 1 if month is None else self.problem.people[person].limits.get(month, 0)

    def used(self):
        """(value, session, team) of the teams that the solution uses, in part at least."""
        known = len(self.value)
        return [
            (self.value[column], *team)
            for team, column in self.columns.items()
            if column < known and self.value[column] > SMALL
        ]

    def chosen(self):
        plan = [None] * len(self.problem.needs)
        for value, session, team in self.used():
            if value > 0.5:
                plan[session] = team
        return plan

    def to_a_corner(self):
        """Solves it once so that most of what is chosen is whole."""
        self._set(run_crossover="on")
        self.solve()
        self._set(run_crossover="off")

    def settle(self, teams, least):
        """Each of the (session, team) is chosen, where `least` is 1, or free to be, where it is 0."""
        for one in teams:
            self.highs.changeColBounds(self.columns[one], least, highspy.kHighsInf)

    def forget_dearer(self, over):
        """Shuts out the teams that no plan within `over` of the bound can have."""
        for column in self.columns.values():
            if column < len(self.reduced) and self.reduced[column] > over:
                self.highs.changeColBounds(column, 0, 0)

    def whole(self):
        """From now on a team is there or is not."""
        self._kind(highspy.HighsVarType.kInteger)
        self._set(solver="choose", mip_rel_gap=0.0, mip_abs_gap=WHOLE)

    def in_parts(self):
        """Undoes `whole`."""
        self._kind(highspy.HighsVarType.kContinuous)
        self._set(solver="ipm", run_crossover="on")

    def _kind(self, kind):
        index = np.array(list(self.columns.values()), dtype=np.int32)
        self.highs.changeColsIntegrality(len(index), index, np.full(len(index), kind))

    def solve_whole(self, go_on):
        """As `solve_within_limits` once teams are whole, but `go_on()` is asked all the while. Returns a cost
        below which no choice can be."""
        self.go_on, least = go_on, -np.inf
        while go_on() and self.solve() is not None:
            least = self.highs.getInfo().mip_dual_bound
            if not self.forbid_broken():
                break
        return least


def _by_month(problem):
    months = defaultdict(set)
    for session, need in enumerate(problem.needs):
        months[need.month].add(session)
    return months
