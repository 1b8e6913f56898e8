"""People trained, read from facts: over time, by organisation and by staff group.

A split by staff group is decided for every view of one course in one phase by the rules of `small_numbers`;
wider views add up what those tell. A period of somebody's own, or a place, is not split: two of them, taken
from each other, could leave a handful.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, Max, Min, Sum, Value, When
from django.db.models.functions import TruncMonth

from stepforward.people.staff_groups import StaffGroup
from stepforward.rollout.models import Fact
from stepforward.rollout.small_numbers import merged_runs, shown_apart

PEOPLE = "people_trained"
NOT_SAID = ""
HIDDEN_FIRST = [  # a fixed order, so that it tells nothing of the numbers
    StaffGroup.SUPPLEMENTARY,
    StaffGroup.SCIENTISTS,
    StaffGroup.STUDENTS,
    StaffGroup.ESTATES,
    StaffGroup.SCIENTIFIC_TECHNICAL,
    StaffGroup.ADMINISTRATIVE,
    StaffGroup.CLINICAL_SERVICES,
    StaffGroup.ALLIED_HEALTH,
    StaffGroup.NURSING,
    StaffGroup.MEDICAL,
]


def counted_last():
    """When a fact was last counted, aware UTC, or None."""
    return Fact.objects.aggregate(last=Max("counted_at"))["last"]


def daily(scope):
    """{day: people} of all staff groups."""
    return dict(scope.facts(PEOPLE).values_list("day").annotate(people=Sum("n")).order_by("day"))


@dataclass(frozen=True)
class Reached:
    people: int
    since: date


def by_organisation(scope):
    """{organisation id: Reached}, mergers followed; None stands for people from nowhere on our list."""
    found = {}
    rows = scope.facts(PEOPLE).values_list("organisation").annotate(people=Sum("n"), since=Min("day"))
    for pk, people, since in rows.order_by("organisation"):
        today = scope.choices.today_of(pk)
        key = today.pk if today else None
        before = found.get(key, Reached(0, since))
        found[key] = Reached(before.people + people, min(before.since, since))
    return found


@dataclass(frozen=True)
class Split:
    """`apart` {group: people}; `together` are people of groups that were too few to stand alone in some view
    of one course in one phase, and `partly` those groups."""

    apart: dict
    together: int
    partly: set

    @property
    def n(self):
        return sum(self.apart.values()) + self.together


def why_not_split(scope):
    """A sentence where a split by staff group would not be safe, or nothing."""
    if scope.has_place:
        return "Staff groups are shown for the whole North West, because in one place they are too few."
    if scope.is_period:
        return "Staff groups are shown for whole phases: two periods, compared, could single people out."
    return ""


def steps_by_view(scope):
    """{(phase's id or None, course): {group: {month's first day: people}}}."""
    within = [
        When(day__gte=phase.during.lower, day__lt=phase.during.upper, then=Value(phase.pk))
        for phase in scope.choices.phases
    ]
    in_phase = Case(*within, default=None, output_field=BigIntegerField())
    rows = (
        scope.facts(PEOPLE)
        .annotate(in_phase=in_phase, month=TruncMonth("day"))
        .values_list("in_phase", "course", "staff_group", "month")
        .annotate(people=Sum("n"))
        .order_by()
    )
    found = defaultdict(lambda: defaultdict(Counter))
    for phase, course, group, month, people in rows:
        found[phase, course][group][month] += people
    return found


def by_staff_group(scope):
    """The Split of everybody in `scope`; ask `why_not_split` first."""
    apart, together, partly = Counter(), 0, set()
    for groups in scope.once(steps_by_view).values():
        cells = _cells(groups, scope)
        told = shown_apart(cells)
        apart.update({group: cells[group] for group in told})
        together += sum(n for group, n in cells.items() if group not in told)
        partly |= cells.keys() - told
    known = {group: n for group, n in apart.items() if n or group not in partly}
    return Split(known, together, partly)


def monthly_of_group(scope):
    """[(first day of a month, people), …] of the chosen staff group, in steps of ten people or more."""
    steps = Counter()
    for groups in scope.once(steps_by_view).values():
        cells = _cells(groups, scope)
        if scope.staff_group in shown_apart(cells):
            steps.update(dict(merged_runs(sorted(groups[scope.staff_group].items()))))
    return sorted(steps.items())


def _cells(groups, scope):
    """{group: people}, the groups that usually are small first, because those are hidden with others first;
    who did not say their group is a group too."""
    known = (NOT_SAID, *sorted(scope.choices.groups, key=HIDDEN_FIRST.index))
    return {group: groups[group].total() if group in groups else 0 for group in known}
