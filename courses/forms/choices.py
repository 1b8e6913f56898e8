"""Choices that several forms offer: organisations as they stand today, and one that is not in the list."""

from django import forms

from stepforward.people.models import Organisation
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.forms import Form
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


class OfAnOrganisation(Form):
    """A form that asks for an organisation and, where it has `other_organisation`, for the name of one that
    is not in the list."""

    def clean(self):
        said = super().clean()
        if said.get("organisation") != OTHER:
            if "other_organisation" in said:
                said["other_organisation"] = ""
        elif said.get("other_organisation") == "":
            self.add_error("other_organisation", f"Enter {self.names['other_organisation']}")
        return said

    @property
    def said(self):
        """What the form was told, once it is valid: an Organisation or None."""
        said = dict(self.cleaned_data)
        if said["organisation"] == OTHER:
            said["organisation"] = None
        return said


def staff_group_field():
    return forms.ChoiceField(label="Staff group", choices=[("", "Choose one"), *StaffGroup.choices])
