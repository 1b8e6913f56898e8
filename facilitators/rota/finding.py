"""The cheapest teams of a session, as `problem.best_teams` finds them, but many looked at in one step.

Needs numpy, which comes with the optional `highspy`.
"""

import numpy as np

FIRST = 10  # so many of the cheapest are put together first: what that finds tells who else is worth trying
AT_ONCE = 200_000  # teams looked at together, at most, so that memory stays small
TINY = 1e-9


class Finder:
    """Finds teams in one problem, at whatever prices."""

    def __init__(self, problem):
        self.prices = problem.prices
        self.group = _codes(person.group for person in problem.people)
        self.organisation = _codes(person.organisation for person in problem.people)
        self.is_new = np.array([person.is_new for person in problem.people], dtype=bool)
        self.sessions = [_Session(need, problem.people) for need in problem.needs]

    def best_teams(self, session, on_top, *, keep=1, below=np.inf, hasty=False):
        """The `keep` cheapest teams as [(cost, team)], cheapest first, each under `below`. `on_top` tells for
        each who can be asked for it what comes on top of their own cost, inf where they are not free. In
        haste it looks at the few cheapest people only, and may miss a better team."""
        search = _Search(self, self.sessions[session], on_top, keep, below)
        search.among(FIRST)
        if not hasty and search.has_more(FIRST):
            search.among(None)
        return search.best

    def pairs(self, one, other):
        """`Problem.pair` of many."""
        return (
            self.prices.same_group * _no_mix(self.group[one], self.group[other])
            + self.prices.same_organisation * _no_mix(self.organisation[one], self.organisation[other])
            + self.prices.same_experience * (self.is_new[one] == self.is_new[other])
        )


class _Session:
    """Who can be asked for a session: `lead` and `co` are what they cost in that part, inf where it is not
    theirs. `open` places are left beside who leads and the co-facilitators who `stay`."""

    def __init__(self, need, people):
        choices = [one for one in need.choices if one.person in need.kept or _has_time(people, one, need)]
        self.who = np.array([choice.person for choice in choices], dtype=np.int64)
        self.newcomer = np.array([choice.person not in need.kept for choice in choices], dtype=bool)
        self.lead = np.array([_cost(need, choice, "lead") for choice in choices], dtype=float)
        self.co = np.array([_cost(need, choice, "co") for choice in choices], dtype=float)
        if "lead" in need.kept.values():
            self.lead[self.newcomer] = np.inf
        self.stay = np.flatnonzero(~self.newcomer & np.isfinite(self.co))
        self.open = need.size - 1 - sum(part == "co" for part in need.kept.values())


class _Search:
    """People are told by their place among the choices of the session."""

    def __init__(self, finder, session, on_top, keep, below):
        self.finder, self.who, self.stay, self.open = finder, session.who, session.stay, session.open
        self.keep, self.bar, self.best = keep, below, []
        self.lead, self.co = session.lead + on_top, session.co + on_top
        self.leads = _cheapest_first(self.lead)
        self.others = _cheapest_first(np.where(session.newcomer, self.co, np.inf))

    def has_more(self, first):
        return len(self.leads) > first or (self.open > 0 and len(self.others) > first)

    def among(self, first):
        """Looks at the teams among so many of the cheapest, and finds the best from scratch."""
        self.best, self.bar = [], self.bar + TINY
        leads, others = self.leads[:first], self.others[:first]
        if len(others) < self.open or self.open < 0:
            return
        least = self.co[self.stay].sum()
        leads = leads[self.lead[leads] + least + self.co[others[: self.open]].sum() < self.bar]
        team, cost = leads[:, None], self.lead[leads] + least
        for one in self.stay:
            cost = cost + self._pairs(team, one)
            team = np.column_stack([team, np.full(len(team), one)])
        self._join(cost, team, np.full(len(team), -1), others, self.open)

    def _join(self, cost, team, last, others, missing):
        """Each team, whose latest is the `last` of the others, with everybody after that one with whom it may
        stay under the bar."""
        if not missing:
            return self._keep(cost, team)
        each = self.co[others]
        total = np.concatenate([[0], each.cumsum()])
        least = total[missing:] - total[:-missing]  # of the missing, from each of the others on
        step = max(1, AT_ONCE // len(others))
        for start in range(0, len(cost), step):
            part = slice(start, start + step)
            promising = cost[part, None] + least < self.bar
            promising &= np.arange(len(least)) > last[part, None]
            at, place = promising.nonzero()
            at += start
            before, new = team[at], others[place]
            pairs = self._pairs(before, new)
            good = (cost[at] + least[place] + pairs < self.bar) & (before != new[:, None]).all(axis=1)
            at, place, new, pairs = at[good], place[good], new[good], pairs[good]
            longer = np.column_stack([team[at], new])
            self._join(cost[at] + each[place] + pairs, longer, place, others, missing - 1)
        return None

    def _keep(self, cost, team):
        for one in np.argsort(cost, kind="stable")[: self.keep]:
            if cost[one] < self.bar:
                lead, *beside = self.who[team[one]].tolist()
                self.best.append((float(cost[one]), (lead, *sorted(beside))))
        self.best = sorted(self.best)[: self.keep]
        if len(self.best) == self.keep:
            self.bar = self.best[-1][0]

    def _pairs(self, team, new):
        new = self.who[new]
        return sum(self.finder.pairs(self.who[one], new) for one in team.T)


def _has_time(people, choice, need):
    return people[choice.person].limits.get(need.month, 0) > 0


def _cost(need, choice, part):
    cost = getattr(choice, part)
    return np.inf if cost is None or need.kept.get(choice.person, part) != part else cost


def _codes(values):
    """A number for each, 0 for what is not known."""
    known = {}
    return np.array([known.setdefault(one, len(known) + 1) if one else 0 for one in values], dtype=np.int64)


def _no_mix(one, other):
    return (one == other) | (one == 0) | (other == 0)


def _cheapest_first(cost):
    order = np.argsort(cost, kind="stable")
    return order[: np.isfinite(cost).sum()]
