"""How far somebody is on their way with a course: what their next stage needs, what there is of it, and until
when they are in practice. Reading only, in as many queries for a thousand as for one."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from courses.models import Session
from facilitators.models import Accreditation, Assignment, Observation, StageRule
from stepforward.ui.wording import civil_date, say_list

Part = Assignment.Part
NEEDS = {  # in the words of one, and of several
    "shadowed": ("session as shadow", "sessions as shadow"),
    "co_facilitated": ("session as co-facilitator", "sessions as co-facilitator"),
    "led": ("session as lead", "sessions as lead"),
    "observed": (
        "observation by a lead that says they are ready",
        "observations by a lead that say they are ready",
    ),
}


@dataclass(frozen=True)
class Need:
    """One thing that a stage needs: how many are `wanted`, and how many there are."""

    name: str
    wanted: int
    had: int

    @property
    def met(self):
        return self.had >= self.wanted

    @property
    def words(self):
        return f"{self.wanted} {NEEDS[self.name][self.wanted != 1]}"

    @property
    def lacks(self):
        more = self.wanted - self.had
        return f"{more} more {NEEDS[self.name][more != 1]}"

    @property
    def counted(self):
        return f"{min(self.had, self.wanted)} of {self.wanted}"

    def as_kept(self):
        return {"name": self.name, "wanted": self.wanted, "had": self.had}


@dataclass(frozen=True)
class Way:
    """Somebody's way with one course. `stage` comes next, None after the last; `current_until` is the London
    date on which they fall out of practice if they do not deliver before, None where nothing lapses."""

    held: Accreditation
    stage: Accreditation.Stage | None
    needs: tuple
    delivered_on: date | None
    current_months: int | None
    current_until: date | None

    @property
    def missing(self):
        return [need.lacks for need in self.needs if not need.met]

    @property
    def ready(self):
        return self.stage is not None and not self.missing and not self.held.lapsed_on

    @property
    def said_missing(self):
        return say_list(self.missing)


def ways(accreditations):
    """{accreditation's pk: Way} of these, which are rows with their facilitator and course. Three queries."""
    accreditations = list(accreditations)
    whose = {one.facilitator_id for one in accreditations}
    of = {one.course_id for one in accreditations}
    rules = {(rule.course_id, rule.stage): rule for rule in StageRule.objects.filter(course__in=of)}
    done, seen = _done(whose, of), _seen(whose, of)
    return {one.pk: _way(one, rules, done, seen) for one in accreditations}


def way_of(held):
    return ways([held])[held.pk]


def _done(whose, of):
    delivers = Q(part__in=Assignment.DELIVERS)
    rows = (
        Assignment.objects.accepted()
        .filter(facilitator__in=whose, session__course__in=of, session__state=Session.State.DELIVERED)
        .order_by()
        .values("facilitator", "session__course")
        .annotate(
            shadowed=Count("pk", filter=Q(part=Part.SHADOW)),
            co_facilitated=Count("pk", filter=delivers),
            led=Count("pk", filter=Q(part=Part.LEAD)),
            last=Max("session__starts_at", filter=delivers),
        )
    )
    return {(row["facilitator"], row["session__course"]): row for row in rows}


def _seen(whose, of):
    rows = (
        Observation.objects.filter(
            ready=True, assignment__facilitator__in=whose, assignment__session__course__in=of
        )
        .order_by()
        .values("assignment__facilitator", "assignment__session__course", "for_stage")
        .annotate(n=Count("pk"))
    )
    seen = defaultdict(int)
    for row in rows:
        whom = row["assignment__facilitator"], row["assignment__session__course"], row["for_stage"]
        seen[whom] = row["n"]
    return seen


def _way(held, rules, done, seen):
    key, stage = (held.facilitator_id, held.course_id), held.next_stage
    had = dict(done.get(key, {}), observed=seen[(*key, stage)])
    rule, now = rules.get((held.course_id, stage)), rules.get((held.course_id, held.stage))
    needs = [Need(name, getattr(rule, name), had.get(name, 0)) for name in NEEDS] if rule else []
    last = had.get("last") and civil_date(had["last"])
    months = now and now.current_months
    since = max(filter(None, (held.since, held.renewed_on, last)))
    return Way(
        held=held,
        stage=stage,
        needs=tuple(need for need in needs if need.wanted),
        delivered_on=last,
        current_months=months,
        current_until=months_after(since, months) if months else None,
    )


def months_after(day, months):
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
