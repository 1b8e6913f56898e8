"""Who could step in for somebody who fell out of a team, least disturbance first. Reading only."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from facilitators.matching import candidates, covers
from facilitators.models import Accreditation, Assignment, Level, Window
from facilitators.team import clash
from facilitators.two_places import blocked_by

Part = Assignment.Part


@dataclass
class StepIn:
    """The candidates for one part, in groups: who said yes, who said if needed, and who might be asked all
    the same; then what else would help: (facilitator, sentence, the session to look at)."""

    yes: list
    if_needed: list
    perhaps: list
    swaps: list

    @property
    def everybody(self):
        return [*self.yes, *self.if_needed, *self.perhaps]


def who_could_step_in(session, team, root, now):
    """Whoever could in the stead of `root`; `team` is the session's live one. Thirteen queries at most."""
    part = root.part
    known = [one for one in candidates(session, now) if one.facilitator.pk != root.facilitator_id]
    found = [one for one in known if part in one.parts]
    free = [one for one in found if one.available]
    return StepIn(
        yes=[one for one in free if one.level == Level.YES],
        if_needed=[one for one in free if one.level != Level.YES],
        perhaps=[one for one in found if not one.available and one.may_be_asked],
        swaps=_within(session, team, part) + _elsewhere(session, known, part),
    )


def _within(session, team, part):
    """Whoever has a lesser part in the team already: their own is easier to fill."""
    if part != Part.LEAD:
        return []
    helpers = {one.facilitator_id: one for one in team if one.part == Part.CO_FACILITATOR}
    held = Accreditation.objects.filter(facilitator__in=helpers, course=session.course_id)
    return [
        (
            helpers[one.facilitator_id].facilitator,
            "Co-facilitates this session, and could lead it instead",
            session,
        )
        for one in held.order_by("pk")
        if part in one.parts
    ]


def _elsewhere(session, known, part):
    """Whoever is elsewhere at that time, where somebody else is free to take over what they do there."""
    could = {one.facilitator.pk: one for one in known if part in one.parts}
    there = list(
        Assignment.objects.live()
        .filter(facilitator__in=could, blocked__overlap=blocked_by(session))
        .exclude(session=session)
        .filter(session__course=session.course_id)
        .with_session()
        .order_by("session__starts_at", "pk")
    )
    if not there:
        return []
    windows, taken = _around(there)
    found = []
    for one in there:
        instead = [
            other.facilitator
            for other in known
            if one.part in other.parts
            and other.facilitator.pk != one.facilitator_id
            and not any(_meet(blocked, one.blocked) for blocked in taken[other.facilitator.pk])
            and covers(windows[other.facilitator.pk], one.session.starts_at, one.session.ends_at)
        ]
        if instead:
            words = clash(one, starts_at=session.starts_at, ends_at=session.ends_at)
            who = str(instead[0]) + (f" or {len(instead) - 1} more" if len(instead) > 1 else "")
            sentence = f"{words[:1].upper()}{words[1:]}. There, {who} could take over"
            found.append((could[one.facilitator_id].facilitator, sentence, one.session))
    return found


def _around(there):
    """What everybody said and has at the times of these assignments: windows, and blocked ranges, by key."""
    span = DateTimeTZRange(min(one.blocked.lower for one in there), max(one.blocked.upper for one in there))
    windows, taken = defaultdict(list), defaultdict(list)
    for window in Window.objects.filter(during__overlap=span).order_by("during"):
        windows[window.facilitator_id].append(window)
    for pk, blocked in (
        Assignment.objects.live().filter(blocked__overlap=span).values_list("facilitator", "blocked")
    ):
        taken[pk].append(blocked)
    return windows, taken


def _meet(one, other):
    return one.lower < other.upper and other.lower < one.upper
