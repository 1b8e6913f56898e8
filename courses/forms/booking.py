from django import forms

from courses.forms.choices import OTHER, OrganisationField, staff_group_field
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form


class WhoComes(Form):
    """A participant, as they say themselves or as the register is told."""

    names = {"name": "a name", "email": "an email address", "organisation": "an organisation"}

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Email address", max_length=254)
    organisation = OrganisationField()
    staff_group = staff_group_field()

    @property
    def said(self):
        said = dict(self.cleaned_data)
        if said["organisation"] == OTHER:
            said["organisation"] = None
        return said


class Book(WhoComes):
    names = {
        "name": "your name",
        "email": "your email address",
        "organisation": "your organisation",
        "staff_group": "your staff group",
        "needs": "what you need",
    }

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="We send your confirmation, the calendar entry and your private link there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    organisation = OrganisationField(label="Your organisation")
    needs = LongTextField(
        label="Is there anything you need to take part?",
        max_length=500,
        required=False,
        rows=3,
        help_text="For example step-free access or captions. Those who run the session see it.",
    )
