"""The best teams that can be made of these people. Whoever is given here may be asked; nobody else is."""

from bisect import insort
from dataclasses import dataclass

from facilitators.models import Assignment
from facilitators.suggesting.people import Team
from facilitators.suggesting.scoring import (
    further,
    mixes_experience,
    points_as_shadow,
    points_of,
    points_together,
)

Part = Assignment.Part
SHOWN = 3
WEIGHED = 60  # for each part, those who fit it best on their own; with fewer nobody is left out


@dataclass(frozen=True)
class Needs:
    """What a team is short of: a lead or not, how many co-facilitators, and how many may shadow."""

    lead: bool
    co_facilitators: int
    shadows: int


def needs(course, team):
    """What a session of the course is short of whose team is `team`, [(Part, Person), …]."""
    parts = [part for part, _ in team]
    return Needs(
        lead=Part.LEAD not in parts,
        co_facilitators=max(course.minimum_team - 1 - parts.count(Part.CO_FACILITATOR), 0),
        shadows=max(course.maximum_shadows - parts.count(Part.SHADOW), 0),
    )


def best_teams(people, needed, weights, *, team=(), how_many=SHOWN):
    """Up to `how_many` Teams of `people` that fill `needed` beside `team`, [(Part, Person), …], who are there
    already: the one with the most points first, no two with the same people delivering.

    Branch and bound: people are tried from the best downwards, and a branch is left as soon as what it could
    reach at best is no more than what was found.
    """
    if not needed.lead and not needed.co_facilitators:
        return []
    search = _Search(people, needed, weights, team, how_many)
    leads = search.fit_for(Part.LEAD) if needed.lead else [None]
    for lead in leads:
        if search.cannot_better(search.points_of(lead), needed.co_facilitators, 0):
            break
        search.beside([lead] if lead else [], 0)
    return [found for _, found in search.found]


class _Search:
    def __init__(self, people, needed, weights, team, how_many):
        self.people, self.needed, self.weights, self.how_many = people, needed, weights, how_many
        self.team = team
        self.there = [one for part, one in team if part in Assignment.DELIVERS]
        self.own = {one.pk: points_of(one, weights) for _, one in team}
        self.own |= {one.pk: points_of(one, weights) for one in people}
        self.helpers = self.fit_for(Part.CO_FACILITATOR)
        self.shadows = self._shadows()
        self.most = self._most_beside_their_own()
        self.found = []

    def points_of(self, person):
        return self.own[person.pk] if person else 0

    def fit_for(self, part):
        found = sorted((one for one in self.people if one.may(part)), key=self._best_first)
        return found[:WEIGHED]

    def _best_first(self, person):
        return -self.own[person.pk], person.pk

    def _shadows(self):
        worth = [
            (-points, one.pk, one)
            for one in self.people
            if one.may(Part.SHADOW) and (points := points_as_shadow(one, self.weights)) > 0
        ]
        return [(one, -points) for points, _, one in sorted(worth, key=lambda row: row[:2])]

    def _most_beside_their_own(self):
        """More than the wishes for a mix, those in the team already and the shadows cannot add."""
        pool = [*self.helpers, *self.there, *(self.fit_for(Part.LEAD) if self.needed.lead else [])]
        size = len(self.there) + self.needed.lead + self.needed.co_facilitators
        most = self.weights.staff_groups * min(further(one.staff_group for one in pool), size - 1)
        most += self.weights.organisations * min(further(one.organisation for one in pool), size - 1)
        most += self.weights.newness if mixes_experience(pool) else 0
        most += sum(points for _, points in self.shadows[: self.needed.shadows])
        return most + self._of_those_there()

    def _of_those_there(self):
        as_shadows = [one for part, one in self.team if part == Part.SHADOW]
        return sum(self.own[one.pk] for one in self.there) + sum(
            points_as_shadow(one, self.weights) for one in as_shadows
        )

    def cannot_better(self, so_far, more, start):
        """Whether nothing better can come of a branch with these points, which takes `more` helpers from the
        one at `start` on."""
        if len(self.found) < self.how_many:
            return False
        ahead = sum(self.own[one.pk] for one in self.helpers[start : start + more])
        return so_far + ahead + self.most <= -self.found[-1][0]

    def beside(self, chosen, start):
        """Try every set of helpers, from the one at `start` on, beside the `chosen`."""
        more = self.needed.co_facilitators - (len(chosen) - self.needed.lead)
        if more == 0:
            self._consider(chosen)
            return
        so_far = sum(self.own[one.pk] for one in chosen)
        for at in range(start, len(self.helpers)):
            if self.cannot_better(so_far, more, at):
                return
            if self.helpers[at] not in chosen:
                self.beside([*chosen, self.helpers[at]], at + 1)

    def _consider(self, chosen):
        points = sum(self.own[one.pk] for one in chosen) + self._of_those_there()
        points += points_together([*self.there, *chosen], self.weights)
        free = [(one, worth) for one, worth in self.shadows if one not in chosen][: self.needed.shadows]
        points += sum(worth for _, worth in free)
        team = Team((*self._parted(chosen), *((Part.SHADOW, one) for one, _ in free)), points)
        if all(team.delivering != other.delivering for _, other in self.found):
            insort(self.found, (-points, team), key=lambda row: row[0])
            del self.found[self.how_many :]

    def _parted(self, chosen):
        """Of those who may lead, whoever delivered the course most often does."""
        if not self.needed.lead:
            return [(Part.CO_FACILITATOR, one) for one in chosen]
        may_lead = [one for one in chosen if one.may(Part.LEAD)]
        may_lead = [
            one for one in may_lead if all(x.may(Part.CO_FACILITATOR) for x in chosen if x is not one)
        ]
        lead = max(may_lead, key=lambda one: one.delivered)
        return [(Part.LEAD, lead), *((Part.CO_FACILITATOR, one) for one in chosen if one is not lead)]
