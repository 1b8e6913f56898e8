"""A Ledger that finds the cheapest team of a session with numpy, for terms of a thousand sessions."""

import numpy as np

from facilitators.rota.finding import Finder
from facilitators.rota.problem import Ledger


class FastLedger(Ledger):
    def __init__(self, problem, finder=None):
        super().__init__(problem)
        self.finder = finder or Finder(problem)
        people = range(len(problem.people))
        self.next_one = np.array([problem.next_one(person, 0) for person in people], dtype=float)
        self.full = {need.month: np.zeros(len(people)) for need in problem.needs}  # inf at one's limit
        self.elsewhere = np.zeros(len(people))

    def cheapest(self, session):
        need, one = self.problem.needs[session], self.finder.sessions[session]
        elsewhere = [
            person
            for other in self.problem.overlapping[session]
            if self.plan[other] is not None
            for person in self.problem.newcomers(other, self.plan[other])
        ]
        self.elsewhere[elsewhere] = np.inf
        on_top = self.next_one[one.who] + self.full[need.month][one.who] + self.elsewhere[one.who]
        self.elsewhere[elsewhere] = 0
        on_top[~one.newcomer] = 0
        return self.finder.best_teams(session, on_top, below=self.problem.prices.unfilled)

    def _count(self, session, team, by):
        super()._count(session, team, by)
        month = self.problem.needs[session].month
        for person in self.problem.newcomers(session, team):
            self.next_one[person] = self.problem.next_one(person, self.done[person])
            limit = self.problem.people[person].limits.get(month, 0)
            self.full[month][person] = np.inf if self.months[person, month] >= limit else 0
