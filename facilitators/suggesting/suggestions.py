"""What the page on a session's team suggests: three whole teams with what speaks for each, a team of the
coordinator's own choice, and who could come instead of one of its members. Reading only."""

from dataclasses import dataclass, field

from facilitators.models import Assignment, Facilitator, Weights
from facilitators.suggesting.people import Team
from facilitators.suggesting.ranking import best_teams, needs
from facilitators.suggesting.scoring import points_as_shadow, points_of, points_together
from facilitators.suggesting.who import people_of, who_may
from facilitators.suggesting.wording import about, reasons

Part = Assignment.Part
INSTEAD = 8  # at most, of those who could come instead of somebody


@dataclass
class Member:
    facilitator: Facilitator
    part: Part
    words: list
    if_needed: bool

    @property
    def key(self):
        """As addresses and forms name them."""
        return f"{self.facilitator.pk}-{self.part}"


@dataclass
class Suggestion:
    """A whole team to offer. `instead` are the Suggestions with somebody else for `swapped`."""

    members: list
    reasons: list
    points: int
    swapped: Member | None = None
    instead: list = field(default_factory=list)
    newcomer: Member | None = None

    @property
    def keys(self):
        return ",".join(member.key for member in self.members)


@dataclass
class Suggested:
    """`complete` where nobody is missing; `lost` where somebody of the coordinator's own choice may not be
    asked any more; `short_of` why there is no team, as the end of a sentence."""

    teams: list
    complete: bool
    own: Suggestion | None = None
    lost: bool = False
    short_of: str = ""


def suggested(session, team, now, *, keys=(), swap=None):
    """Three teams for the session beside its live `team` of assignments, the best first; and the one that
    `keys`, [(primary key, Part), …], name, where each of them may be asked for that part. `swap` is the
    primary key of the member for whom others are shown. Five queries, six with a place that we know."""
    course = session.course
    there = people_of(team, session, now)
    needed = needs(course, there)
    complete = not needed.lead and not needed.co_facilitators
    if complete and not keys:
        return Suggested([], True)
    people, weights = who_may(session, now), Weights.objects.as_they_stand()
    by_pk = {one.pk: one for one in people}
    chosen = [(part, by_pk[pk]) for pk, part in keys if pk in by_pk and by_pk[pk].may(part)]
    teams = best_teams(people, needed, weights, team=there)
    own = _team(chosen, there, weights) if chosen else None
    instead = _instead(chosen, swap, people, there, weights) if own else []
    shown = [*teams, *([own] if own else []), *(one for one, _ in instead)]
    named = Facilitator.objects.select_related("user", "organisation").in_bulk(
        {person.pk for one in shown for _, person in one.members}
    )
    found = Suggested(
        teams=[_shown(one, there, named) for one in teams],
        complete=complete,
        lost=len(chosen) < len(keys),
        short_of="" if teams or complete else _short_of(people, needed),
    )
    if own:
        found.own = _shown(own, there, named)
        found.own.swapped = next((one for one in found.own.members if one.facilitator.pk == swap), None)
        for other, pk in instead:
            suggestion = _shown(other, there, named)
            suggestion.newcomer = next(one for one in suggestion.members if one.facilitator.pk == pk)
            found.own.instead.append(suggestion)
    return found


def _instead(chosen, swap, people, there, weights):
    """[(Team, the newcomer's primary key), …], the best first."""
    part = next((part for part, one in chosen if one.pk == swap), None)
    if part is None:
        return []
    kept = {one.pk for _, one in chosen}
    found = []
    for person in people:
        if person.may(part) and person.pk not in kept:
            members = [(role, person if one.pk == swap else one) for role, one in chosen]
            found.append((_team(members, there, weights), person.pk))
    return sorted(found, key=lambda row: (-row[0].points, row[1]))[:INSTEAD]


def _team(members, there, weights):
    delivering = [one for part, one in [*there, *members] if part in Assignment.DELIVERS]
    points = sum(points_of(one, weights) for one in delivering) + points_together(delivering, weights)
    points += sum(points_as_shadow(one, weights) for part, one in [*there, *members] if part == Part.SHADOW)
    return Team(tuple(members), points)


def _shown(team, there, named):
    members = [
        Member(named[person.pk], part, about(person, part), person.if_needed) for part, person in team.members
    ]
    return Suggestion(members, reasons([*there, *team.members]), team.points)


def _short_of(people, needed):
    """Why there is no whole team, as the end of a sentence."""
    if needed.lead and not any(one.may(Part.LEAD) for one in people):
        return "nobody who may lead is free"
    return "too few who may co-facilitate are free"
