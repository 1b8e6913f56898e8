"""The bar above the dashboard. It shows what is in use, so what nobody could read is gone from it."""

from django import forms
from django.utils.text import slugify

from stepforward.rollout.scope import ALWAYS, OWN_DATES
from stepforward.ui.forms import Form


class Filters(Form):
    phase = forms.ChoiceField(label="Phase", required=False)
    system = forms.ChoiceField(label="System", required=False)
    organisation = forms.ChoiceField(label="Trust", required=False)
    course = forms.ChoiceField(label="Course", required=False)
    staff_group = forms.ChoiceField(label="Staff group", required=False)

    def __init__(self, scope):
        choices = scope.choices
        system, organisation = scope.system, scope.organisation
        super().__init__(
            initial={
                "phase": slugify(scope.phase.name)
                if scope.phase
                else OWN_DATES
                if scope.is_period
                else ALWAYS,
                "system": system,
                "organisation": organisation.ods_code if organisation else "",
                "course": scope.course,
                "staff_group": scope.staff_group,
            }
        )
        phases = [(slugify(phase.name), phase.name) for phase in reversed(choices.phases)]
        self.fields["phase"].choices = [*phases, (ALWAYS, "Since the start"), (OWN_DATES, "Dates of my own")]
        self.fields["system"].choices = [("", "All systems"), *choices.systems.items()]
        self.fields["organisation"].choices = [
            ("", "All trusts"),
            *sorted(
                ((one.ods_code, one.short) for one in choices.current(scope.today)), key=lambda one: one[1]
            ),
        ]
        self.fields["course"].choices = [("", "All courses"), *choices.courses.items()]
        self.fields["staff_group"].choices = [("", "Everybody"), *choices.groups.items()]
