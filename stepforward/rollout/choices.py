"""What a scope can be chosen from: phases, organisations with their systems, courses and staff groups."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.text import slugify

from stepforward.people.models import Organisation
from stepforward.people.staff_groups import StaffGroup
from stepforward.rollout import registry
from stepforward.rollout.models import Phase

GROUP_NAMES = {  # as people say them; the codes are the NHS Data Dictionary's
    StaffGroup.MEDICAL: "Medical and dental",
    StaffGroup.STUDENTS: "Students",
    StaffGroup.NURSING: "Nursing and midwifery",
    StaffGroup.ALLIED_HEALTH: "Allied health professionals",
    StaffGroup.SCIENTIFIC_TECHNICAL: "Scientific and technical",
    StaffGroup.SCIENTISTS: "Healthcare scientists",
    StaffGroup.CLINICAL_SERVICES: "Clinical support",
    StaffGroup.ADMINISTRATIVE: "Admin and clerical",
    StaffGroup.ESTATES: "Estates and ancillary",
    StaffGroup.SUPPLEMENTARY: "Supplementary roles",
}


@dataclass(frozen=True)
class Choices:
    """Loaded once for a page, in three queries; panels take names from here instead of asking again."""

    phases: list
    organisations: list
    courses: dict
    groups: dict = field(default_factory=lambda: {group.value: name for group, name in GROUP_NAMES.items()})

    @classmethod
    def load(cls):
        return cls(list(Phase.objects.all()), list(Organisation.objects.all()), registry.courses())

    @cached_property
    def phase_by_slug(self):
        return {slugify(phase.name): phase for phase in self.phases}

    @cached_property
    def organisation_by_code(self):
        return {organisation.ods_code: organisation for organisation in self.organisations}

    @cached_property
    def systems(self):
        """{key: name}; trusts of the whole region have no system's code and stand together like one."""
        return {system_of(one): one.system_name for one in self.organisations if one.system_name}

    def current(self, on):
        """Organisations that exist on the date `on`."""
        return [
            one
            for one in self.organisations
            if (one.valid_from is None or one.valid_from <= on)
            and (one.valid_to is None or one.valid_to > on)
        ]

    def today_of(self, organisation_id):
        """The organisation that an id stands for today: itself, or what it was merged into."""
        by_id = {one.pk: one for one in self.organisations}
        found = by_id.get(organisation_id)
        while found is not None and found.successor_id:
            found = by_id.get(found.successor_id)
        return found


def system_of(organisation):
    return organisation.system_code or slugify(organisation.system_name)
