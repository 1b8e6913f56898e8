"""A term as problems to be solved: which sessions need whom, and who may be asked, by every rule that a team
is held to. Reading only; it locks nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from courses.models import Session
from facilitators.day_parts import whole_days
from facilitators.matching import month_of
from facilitators.models import Assignment, Weights
from facilitators.rota.problem import Choice, Need, Person, Prices, Problem
from facilitators.suggesting.ranking import Needs, needs
from facilitators.suggesting.scoring import HALF_A_YEAR, points_as_shadow, points_of
from facilitators.suggesting.who import people_of, who_may
from facilitators.team import with_team
from facilitators.two_places import blocked_by
from stepforward.ui.wording import civil_date

Part = Assignment.Part
FINE = 12  # a point is twelve, so that small shares of the load count
UNFILLED = 100_000 * FINE
DISTURBED = 50  # points off for somebody new where the draft before had somebody else


@dataclass(frozen=True)
class Asked:
    """A session, who may be asked for it, who is in its team or locked there, and what it still needs. Those
    who are `here`, and of them those who `stay` because they are locked, are [(Part, Person), …]."""

    session: Session
    may: list
    here: list
    stay: list
    needs: Needs


def sessions_of(starts_on, ends_on, now):
    """Sessions to come that begin on these days, London's, soonest first. Each has `team`, its live
    assignments. Two queries."""
    first, after = whole_days(starts_on, ends_on)
    coming = Session.objects.upcoming(now).filter(
        state__in=Session.TO_COME, starts_at__gte=first, starts_at__lt=after
    )
    return list(with_team(coming.with_facts()))


class Term:
    """The sessions of a rota's days, as `teams` that are to be found and then, for the plan of those,
    `shadows`. Whoever is in a team, or was locked in the draft before, stays."""

    def __init__(self, rota, now, *, go_on=lambda done, of: True):
        before = list(rota.follows.parts.all()) if rota.follows else []
        self.drafted, self.locked = defaultdict(set), defaultdict(list)
        for part in before:
            self.drafted[part.session_id].add(part.facilitator_id)
            if part.locked:
                self.locked[part.session_id].append((Part(part.part), part.facilitator_id))
        self.weights = Weights.objects.as_they_stand()
        sessions = sessions_of(rota.starts_on, rota.ends_on, now)
        self.asked = []
        for done, session in enumerate(sessions):
            if not go_on(done, len(sessions)):
                break
            self.asked.append(self._ask(session, now))
        self._know_people()
        self._count_what_is_taken()
        self.to_staff = [one for one in self.asked if one.needs.lead or one.needs.co_facilitators]
        self.teams = Problem(self._people(), [self._need(one) for one in self.to_staff], self._prices())

    def _ask(self, session, now):
        people = who_may(session, now)
        found = {one.pk: one for one in people}
        stay = [(part, found[key]) for part, key in self.locked[session.pk] if key in found]
        here = people_of(session.team, session, now) + stay
        return Asked(session, people, here, stay, needs(session.course, here))

    def _know_people(self):
        self.known = {one.pk: one for asked in self.asked for one in asked.may}
        self.known |= {one.pk: one for asked in self.asked for _, one in asked.here}
        self.index = {key: place for place, key in enumerate(self.known)}
        self.keys = list(self.known)

    def _count_what_is_taken(self):
        """How many sessions each has in each month, and when each is locked."""
        self.taken, self.locked_at = Counter(), defaultdict(list)
        if not self.asked:
            return
        first, _ = month_of(self.asked[0].session.starts_at)
        live = Assignment.objects.live().filter(facilitator__in=self.keys, session__starts_at__gte=first)
        for who, starts_at in live.values_list("facilitator_id", "session__starts_at"):
            self.taken[who, month(starts_at)] += 1
        for asked in self.asked:
            for _, one in asked.stay:
                self.taken[one.pk, month(asked.session.starts_at)] += 1
                self.locked_at[one.pk].append(blocked_by(asked.session))

    def _prices(self):
        weights = self.weights
        return Prices(
            unfilled=UNFILLED,
            same_group=weights.staff_groups * FINE,
            same_organisation=weights.organisations * FINE,
            same_experience=weights.newness * FINE,
            load=weights.fairness * FINE,
        )

    def _people(self, most=lambda person: None):
        months = {month(asked.session.starts_at) for asked in self.asked}
        return [
            Person(
                key=one.pk,
                group=one.staff_group,
                organisation=one.organisation,
                is_new=one.is_new,
                limits={each: max(one.a_month - self.taken[one.pk, each], 0) for each in months},
                had=one.lately,
                share=HALF_A_YEAR * max(one.a_month, 1),
                most=most(one),
            )
            for one in self.known.values()
        ]

    def _need(self, asked):
        kept = {
            self.index[one.pk]: "lead" if part == Part.LEAD else "co"
            for part, one in asked.here
            if part in Assignment.DELIVERS
        }
        choices = [
            Choice(who, 0 if part == "lead" else None, 0 if part == "co" else None)
            for who, part in kept.items()
        ]
        for one in self._free(asked):
            cost = self._cost(asked, one)
            lead = asked.needs.lead and one.may(Part.LEAD)
            co = asked.needs.co_facilitators and one.may(Part.CO_FACILITATOR)
            if self.index[one.pk] not in kept and (lead or co):
                choices.append(Choice(self.index[one.pk], cost if lead else None, cost if co else None))
        size = len(kept) + asked.needs.lead + asked.needs.co_facilitators
        return _need_of(asked.session, size, choices, kept)

    def _free(self, asked):
        """Who may be asked and is not locked elsewhere at that time."""
        blocked = blocked_by(asked.session)
        return [
            one
            for one in asked.may
            if not any(
                taken.lower < blocked.upper and blocked.lower < taken.upper
                for taken in self.locked_at[one.pk]
            )
        ]

    def _cost(self, asked, person):
        """What they cost on their own; their load is counted in the problem."""
        cost = -points_of(replace(person, lately=0), self.weights)
        drafted = self.drafted[asked.session.pk]
        if drafted and person.pk not in drafted:
            cost += DISTURBED
        return cost * FINE

    def shadows(self, plan):
        """Who may shadow, as a problem in which each place of a shadow is a session that needs one person;
        who delivers in the `plan` shadows nowhere. With it, what each of its sessions was Asked."""
        delivering = {who for team in plan if team for who in team}
        worth = self.weights.shadows
        needs, places = [], []
        for asked in self.asked:
            there = {one.pk for _, one in asked.here}
            choices = []
            for one in self._free(asked):
                who = self.index[one.pk]
                if not (one.wants and one.may(Part.SHADOW)) or one.pk in there or who in delivering:
                    continue
                cost = worth - points_as_shadow(replace(one, lately=0), self.weights)
                choices.append(Choice(who, cost * FINE, None))
            for _ in range(asked.needs.shadows if choices else 0):
                needs.append(_need_of(asked.session, 1, choices, {}))
                places.append(asked)
        people = self._people(most=lambda person: person.wants)
        return Problem(people, needs, replace(self._prices(), unfilled=worth * FINE)), places


def _need_of(session, size, choices, kept):
    blocked = blocked_by(session)
    return Need(
        key=session.pk,
        month=month(session.starts_at),
        start=blocked.lower.timestamp(),
        end=blocked.upper.timestamp(),
        size=size,
        choices=tuple(choices),
        kept=kept,
    )


def month(moment):
    """(year, month) in London."""
    day = civil_date(moment)
    return day.year, day.month
