"""Who is trained and has never delivered, and why: the first reason that holds, in the order of `Why`. What
nobody can change now comes first, then what is under way, then what they did, then what we did not do.
Reading only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, Value
from django.db.models.functions import Greatest, TruncDate

from facilitators.cascade.people import Person
from facilitators.growing.away import touching
from facilitators.models import Accreditation, Assignment, Availability, Level, UsualPart
from stepforward.ui.wording import civil_date, say_day

SILENT_FOR = timedelta(weeks=13)
FREE = (Level.YES, Level.IF_NEEDED)
DELIVERING = [stage for stage, parts in Accreditation.PARTS.items() if set(parts) & set(Assignment.DELIVERS)]
State = Assignment.State


class Why(models.TextChoices):
    LEFT = "left", "Left the programme"
    PROMISED = "promised", "Has accepted a first session"
    AWAY = "away", "On leave"
    ASKED = "asked", "A part is offered or kept for them"
    ON_THE_WAY = "on_the_way", "May not deliver yet"
    DECLINED = "declined", "Declined, or did not answer"
    GIVEN_BACK = "given_back", "Gave it back, or was stood down"
    SILENT = "silent", "Has not said when they are free"
    NEVER_ASKED = "never_asked", "Never offered a part that delivers"


@dataclass(frozen=True)
class Waiting:
    """`since` is the day they were trained, or from which on we know them as trained."""

    person: Person
    why: Why
    more: str
    since: date
    days: int


def waiting(people, now):
    """[Waiting, …] of those of `people`, all of one course, who never delivered; the longest wait first."""
    never = {one.held.pk: one for one in people if not one.delivered}
    found = [_waiting(never[held.pk], held, now) for held in _facts(never, now)]
    return sorted(found, key=lambda one: (one.since, one.person.name))


def filtered(found, *, q="", why=""):
    return [one for one in found if q.casefold() in one.person.name.casefold() and why in ("", one.why)]


def counted(found):
    """[(Why, how many), …] of the reasons that there are."""
    counts = {why: sum(one.why == why for one in found) for why in Why}
    return [(why, n) for why, n in counts.items() if n]


def _facts(keys, now):
    """Accreditations with what is asked of each: their parts of this course that deliver, by state, when the
    first that they accepted is, and whether they are away or have said when they are free."""
    today = civil_date(now)
    parts = Q(
        facilitator__assignments__part__in=Assignment.DELIVERS,
        facilitator__assignments__session__course=models.F("course"),
    )

    def of(*states):
        return parts & Q(facilitator__assignments__state__in=states)

    begins = Greatest(Value(today - SILENT_FOR), TruncDate("source__starts_at"))
    whose = {"facilitator": OuterRef("facilitator"), "level__in": FREE}
    lasts = Q(ends_on=None) | Q(ends_on__gte=OuterRef("begins"))
    return (
        Accreditation.objects.filter(pk__in=list(keys))
        .alias(begins=begins)
        .annotate(
            first=Min("facilitator__assignments__session__starts_at", filter=of(State.ACCEPTED)),
            offered=Count("facilitator__assignments", filter=of(State.HELD, State.OFFERED)),
            declined=Count("facilitator__assignments", filter=of(State.DECLINED)),
            lapsed=Count("facilitator__assignments", filter=of(State.LAPSED)),
            given_back=Count("facilitator__assignments", filter=of(State.GIVEN_BACK)),
            stood_down=Count("facilitator__assignments", filter=of(State.STOOD_DOWN)),
            away=Exists(touching(today, today).filter(facilitator=OuterRef("facilitator"))),
            said=Exists(Availability.objects.filter(day__gte=OuterRef("begins"), **whose))
            | Exists(UsualPart.objects.filter(lasts, **whose)),
        )
    )


def _waiting(person, held, now):
    since = person.trained_on or held.since
    why, more = _reason(person, held, now)
    return Waiting(person, why, more, since, max((civil_date(now) - since).days, 0))


def _reason(person, held, now):
    if person.has_left:
        return Why.LEFT, ""
    if held.first:
        return Why.PROMISED, _promised(held.first, now)
    if held.away:
        return Why.AWAY, ""
    if held.offered:
        return Why.ASKED, ""
    if held.stage not in DELIVERING:
        return Why.ON_THE_WAY, f"{held.get_stage_display()} so far"
    if held.declined or held.lapsed:
        return Why.DECLINED, _said(
            (held.declined, "declined"),
            (held.lapsed, "not answered"),
            (held.given_back, "given back"),
            (held.stood_down, "stood down"),
        )
    if held.given_back or held.stood_down:
        return Why.GIVEN_BACK, _said((held.given_back, "given back"), (held.stood_down, "stood down"))
    if not held.said:
        return Why.SILENT, "For 13 weeks, or since being trained"
    return Why.NEVER_ASKED, "Has said when they are free"


def _promised(first: datetime, now):
    return f"On {say_day(first)}" if first > now else f"On {say_day(first)}: its register is not closed"


def _said(*counts):
    """2 declined, 1 not answered"""
    return ", ".join(f"{n} {what}" for n, what in counts if n)
