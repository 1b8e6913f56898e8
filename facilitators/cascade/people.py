"""The cascade of one course: everybody who was trained to deliver it, by whom, and what came of it. Reading
only, in three queries for a thousand as for one."""

from dataclasses import dataclass
from functools import cached_property

from courses.models import Course
from facilitators.cascade.branches import WHOLE, Branch, branches_of
from facilitators.growing.trainers import trainers_of
from facilitators.models import Accreditation
from stepforward.ui.wording import civil_date, say_list


@dataclass(frozen=True)
class Person:
    """One of a cascade. `trainers` are the names of who delivered the course that trained them, the lead
    first; none where they were trained before the programme began, or elsewhere."""

    held: Accreditation
    branch: Branch
    trainers: list

    @property
    def name(self):
        return self.held.facilitator.user.name

    @property
    def trained_on(self):
        return self.held.source and civil_date(self.held.source.starts_at)

    @property
    def where(self):
        return self.held.source.place if self.held.source else ""

    @property
    def by_whom(self):
        return say_list(self.trainers)

    @property
    def beside(self):
        """Who delivered it beside the lead."""
        return say_list(self.trainers[1:])

    @property
    def delivered(self):
        return self.branch.own_sessions > 0

    @property
    def has_left(self):
        return self.held.facilitator.left_on is not None or not self.held.facilitator.user.is_active


@dataclass(frozen=True)
class Cascade:
    """`people` by name, and the `whole` of them; None where there is nobody."""

    people: list
    whole: Branch | None

    @property
    def delivered(self):
        return sum(one.delivered for one in self.people)

    @cached_property
    def generations(self):
        """[(generation, how many were trained, how many of them delivered at least once), …]"""
        found = {}
        for one in self.people:
            trained, delivered = found.get(one.branch.generation, (0, 0))
            found[one.branch.generation] = trained + 1, delivered + one.delivered
        return [(generation, *found[generation]) for generation in sorted(found)]


def courses_with_a_cascade():
    return Course.objects.filter(accreditations__isnull=False).distinct()


def cascade_of(course):
    branches = branches_of(course)
    held = list(
        Accreditation.objects.filter(course=course)
        .select_related("facilitator__user", "facilitator__organisation", "source__venue")
        .order_by("facilitator__user__name", "facilitator")
    )
    trainers = trainers_of({one.source_id for one in held if one.source_id})
    people = [Person(one, branches[one.pk], trainers.get(one.source_id, [])) for one in held]
    return Cascade(people, branches.get(WHOLE))
