from crispy_forms.layout import Layout
from django import forms

from courses.forms.choices import OfAnOrganisation, OrganisationField, staff_group_field
from courses.models import Booking
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.layout import Details


class WhoComes(OfAnOrganisation):
    """A participant, as they say themselves or as the register is told."""

    names = {"name": "a name", "email": "an email address", "organisation": "an organisation"}

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Email address", max_length=254)
    organisation = OrganisationField()
    staff_group = staff_group_field()


class AboutOneself(WhoComes):
    """What people say of themselves, whatever they come for."""

    names = {
        "name": "your name",
        "email": "your email address",
        "organisation": "your organisation",
        "other_organisation": "the name of your organisation",
        "staff_group": "your staff group",
    }
    sent_there = ""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    organisation = OrganisationField(label="Your organisation")
    other_organisation = forms.CharField(
        label="Name of your organisation",
        max_length=200,
        required=False,
        help_text="Choose “Another organisation” above, and write its name here.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = self.sent_there


class Book(AboutOneself):
    """What they say when they book. It is short, and the rest may stay closed."""

    names = AboutOneself.names | {
        "needs": "what you need",
        "dietary": "what you can eat",
        "heard_from": "how you heard of us",
        "heard_other": "how you heard of us",
    }
    sent_there = "We send your confirmation, the calendar entry and your private link there."

    needs = LongTextField(
        label="What do you need to take part?",
        max_length=500,
        required=False,
        rows=2,
        help_text="For example step-free access or captions. Those who run the session see it.",
    )
    dietary = LongTextField(
        label="Is there something that you cannot eat?",
        max_length=300,
        required=False,
        rows=2,
        help_text="Only whoever orders the food sees it.",
    )
    heard_from = forms.ChoiceField(
        label="How did you hear of us?",
        required=False,
        choices=[("", "Choose one"), *Booking.HeardFrom.choices],
    )
    heard_other = forms.CharField(label="Another way: which?", max_length=120, required=False)

    def __init__(self, *args, with_food=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_food:
            del self.fields["dietary"]

    @property
    def helper(self):
        helper = super().helper
        needs = [name for name in ("needs", "dietary") if name in self.fields]
        helper.layout = Layout(
            *(name for name in ("kept",) if name in self.fields),
            "name",
            "email",
            "organisation",
            Details("My organisation is not in the list", "other_organisation"),
            "staff_group",
            Details("I need something to take part", *needs),
            Details("How I heard of this (optional)", "heard_from", "heard_other"),
        )
        return helper

    def clean(self):
        said = super().clean()
        if said.get("heard_from") != Booking.HeardFrom.OTHER and "heard_other" in said:
            said["heard_other"] = ""
        return said


class Cancel(Form):
    """Why somebody gives their place back; they need not say."""

    mark_optional = False
    names = {"because": "a reason", "note": "what you want to tell us"}

    because = forms.ChoiceField(
        label="Why? (optional)",
        required=False,
        choices=[("", "I would rather not say"), *Booking.Reason.choices],
    )
    note = forms.CharField(label="Anything to add? (optional)", max_length=300, required=False)
