"""What people in the room say themselves."""

from django import forms

from courses.forms.choices import OrganisationField, staff_group_field
from courses.forms.register import organisation_of
from stepforward.ui.forms import Form


class TypedCode(Form):
    names = {"code": "the code from the screen"}

    code = forms.CharField(
        label="Code on the screen",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "nhsuk-input--width-10 sf-code-box",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class SayHere(Form):
    names = {"email": "your email address"}

    email = forms.EmailField(
        label="The email address of your booking",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    @property
    def said(self):
        return self.cleaned_data


class AddMyself(SayHere):
    names = SayHere.names | {
        "name": "your name",
        "staff_group": "your staff group",
        "organisation": "your organisation",
    }

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="Your certificate goes there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    staff_group = staff_group_field()
    organisation = OrganisationField(label="Your organisation")
    field_order = ["name", "email", "staff_group", "organisation"]

    @property
    def said(self):
        return self.cleaned_data | {"organisation": organisation_of(self.cleaned_data["organisation"])}
