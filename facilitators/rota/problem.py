"""A term's rota as plain data: sessions that need teams, people who could be in them, and what a plan costs.

Nothing here knows of a database. Costs are whole numbers, never below 0, and less is better. A team is a
tuple of people by their index, the one who leads first; a plan is a list of teams, one a session, None where
it has none.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Person:
    """`had`: sessions that they have outside the rota. `share`: how many sessions they offered to do in that
    time, at least 1; the load is fair when everybody does the same part of what they offered. `most`: how
    many sessions of the rota are of use to them, or None."""

    key: int
    group: str
    organisation: int | None
    is_new: bool
    limits: dict  # month: how many sessions more, at most
    had: int = 0
    share: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What it costs that this person leads, or co-facilitates; None where they may not."""

    person: int
    lead: int | None
    co: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """A session that needs `size` people, one of whom leads. `start` and `end`: for how long it keeps its
    team, the way there and back included, in any unit. Whoever is in `kept` has the part already and stays,
    {person: "lead" or "co"}: neither their limit nor their load is counted again."""

    key: int
    month: object
    start: float
    end: float
    size: int
    choices: tuple
    kept: dict


@dataclass(frozen=True, slots=True)
class Prices:
    """What is worth how much. No session is left without a team to please somebody's wish: `unfilled` is more
    than all else together."""

    unfilled: int = 100_000
    same_group: int = 30
    same_organisation: int = 20
    same_experience: int = 30
    load: int = 120


class Problem:
    def __init__(self, people, needs, prices=None):
        self.people, self.needs, self.prices = list(people), list(needs), prices or Prices()

    @cached_property
    def overlapping(self):
        """For each session, the others that nobody can do beside it."""
        found = [[] for _ in self.needs]
        for together in self.together:
            for one in together:
                found[one].extend(other for other in together if other != one)
        return [sorted(set(others)) for others in found]

    @cached_property
    def together(self):
        """The largest sets of sessions that are all on at one moment."""
        by_start = sorted(range(len(self.needs)), key=lambda one: self.needs[one].start)
        on, sets = [], []
        for session in by_start:
            start = self.needs[session].start
            still = [one for one in on if self.needs[one].end > start]
            if len(still) < len(on) and len(on) > 1:
                sets.append(tuple(on))
            on = [*still, session]
        if len(on) > 1:
            sets.append(tuple(on))
        return sets

    def pair(self, one, other):
        """What it costs that these two are in one team: what is not known of somebody makes no mix."""
        one, other, prices = self.people[one], self.people[other], self.prices
        cost = 0
        if not (one.group and other.group and one.group != other.group):
            cost += prices.same_group
        if not (one.organisation and other.organisation and one.organisation != other.organisation):
            cost += prices.same_organisation
        if one.is_new == other.is_new:
            cost += prices.same_experience
        return cost

    def next_one(self, person, done):
        """What one session more costs somebody who does `done` of the rota: each costs more than the one
        before, and less to whoever offered more."""
        person = self.people[person]
        if person.most is not None and done >= person.most:
            return self.prices.unfilled
        return self.prices.load * (person.had + done) // person.share

    def team_cost(self, session, team):
        choices = self.by_person[session]
        cost = choices[team[0]].lead + sum(choices[one].co for one in team[1:])
        return cost + sum(
            self.pair(one, other) for place, one in enumerate(team) for other in team[place + 1 :]
        )

    def newcomers(self, session, team):
        """Those of the team for whom the session is one more."""
        return [one for one in team if one not in self.needs[session].kept]

    @cached_property
    def by_person(self):
        return [{choice.person: choice for choice in need.choices} for need in self.needs]

    def cost(self, plan):
        """What the whole plan costs: its teams, the load, and sessions without a team."""
        total, done = 0, Counter()
        for session, team in enumerate(plan):
            if team is None:
                total += self.prices.unfilled
                continue
            total += self.team_cost(session, team)
            done.update(self.newcomers(session, team))
        return total + sum(self.next_one(who, k) for who, n in done.items() for k in range(n))


class Ledger:
    """Who does what so far: what a plan leaves free as it grows and shrinks."""

    def __init__(self, problem):
        self.problem = problem
        self.plan = [None] * len(problem.needs)
        self.load = 0
        self.done = Counter()
        self.months = Counter()
        self.at = defaultdict(set)  # person: sessions

    def free(self, session):
        """A function: may this person do the session, by their limit and by what they do at that time?"""
        need, overlapping = self.problem.needs[session], self.problem.overlapping[session]
        people, months, at = self.problem.people, self.months, self.at

        def may(person):
            if person in need.kept:
                return True
            if months[person, need.month] >= people[person].limits.get(need.month, 0):
                return False
            return at[person].isdisjoint(overlapping)

        return may

    def cheapest(self, session):
        """[(cost, team)] of the cheapest team that is free for it, its load included, or [] where none is."""
        return best_teams(
            self.problem,
            session,
            lambda person: self.problem.next_one(person, self.done[person]),
            self.free(session),
            below=self.problem.prices.unfilled,
        )

    def put(self, session, team):
        self._count(session, team, 1)
        self.plan[session] = team

    def take(self, session):
        self._count(session, self.plan[session], -1)
        self.plan[session] = None

    def _count(self, session, team, by):
        month = self.problem.needs[session].month
        for person in self.problem.newcomers(session, team):
            self.load += by * self.problem.next_one(person, self.done[person] + min(by, 0))
            self.done[person] += by
            self.months[person, month] += by
            (self.at[person].add if by > 0 else self.at[person].discard)(session)


def best_teams(problem, session, price, may, *, keep=1, below=None):
    """The `keep` cheapest teams of a session as [(cost, team)], cheapest first, each under `below` where that
    is given. `price(person)` comes on top of what they cost by themselves and may be negative; `may(person)`
    says who can be asked at all.

    Exact: who is cheap is tried first, and a branch ends where the cheapest that could still join brings it
    over the worst team kept, since what a pair costs is never below 0.
    """
    need = problem.needs[session]
    leads, others = [], []
    for choice in need.choices:
        if not may(choice.person):
            continue
        part = need.kept.get(choice.person)
        on_top = 0 if part else price(choice.person)
        if choice.lead is not None and part != "co":
            leads.append((choice.lead + on_top, choice.person))
        if choice.co is not None and part != "lead":
            others.append((choice.co + on_top, choice.person))
    leads.sort()
    others.sort()
    kept_lead = next((who for who, part in need.kept.items() if part == "lead"), None)
    kept_others = {who for who, part in need.kept.items() if part == "co"}
    best = []
    over = float("inf") if below is None else below

    def bar():
        return best[-1][0] if len(best) == keep else over

    def join(team, cost, start):
        missing = need.size - len(team)
        if not missing:
            if kept_others <= set(team[1:]) and cost < bar():
                best.insert(bisect_left(best, cost, key=lambda one: one[0]), (cost, team))
                del best[keep:]
            return
        for place in range(start, len(others) - missing + 1):
            least = cost + sum(each for each, _ in others[place : place + missing])
            if least >= bar():
                return
            each, person = others[place]
            if person in team:
                continue
            pairs = sum(problem.pair(person, one) for one in team)
            join((*team, person), cost + each + pairs, place + 1)

    cheapest = sum(each for each, _ in others[: need.size - 1])
    for cost, lead in leads:
        if cost + cheapest >= bar():
            break
        if kept_lead is None or lead == kept_lead:
            join((lead,), cost, 0)
    return best
