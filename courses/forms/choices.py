"""Choices that several forms offer: organisations as they stand today, and one that is not in the list."""

from django import forms

from stepforward.people.models import Organisation
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.wording import today

OTHER = "other"


class OrganisationField(forms.TypedChoiceField):
    """The current organisations, and "Another organisation". Cleans to an Organisation, or to OTHER."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Organisation")
        super().__init__(coerce=self._organisation, **kwargs)

    def __deepcopy__(self, memo):
        """Each form has its own copy of the field; it asks once, and as things stand then."""
        copy = super().__deepcopy__(memo)
        copy.choices = self._of_today()
        return copy

    @staticmethod
    def _of_today():
        current = Organisation.objects.current(today()).values_list("pk", "name")
        return [
            ("", "Choose one"),
            *((str(pk), name) for pk, name in current),
            (OTHER, "Another organisation"),
        ]

    @staticmethod
    def _organisation(value):
        return OTHER if value == OTHER else Organisation.objects.get(pk=value)


def staff_group_field():
    return forms.ChoiceField(label="Staff group", choices=[("", "Choose one"), *StaffGroup.choices])
