from django import forms

from courses.models import Course
from facilitators.models import Accreditation, Assignment, Facilitator, Level
from facilitators.models.time_spent import MOST
from facilitators.saying.forms import tile_name
from stepforward.fetching.https import place_of
from stepforward.fetching.refusals import NotAnAddress
from stepforward.people.models import Organisation
from stepforward.ui.durations import DurationField
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes

FREE = (Level.YES, Level.IF_NEEDED)


class OwnCalendar(Form):
    name = forms.CharField(
        label="What do you call it?",
        max_length=60,
        help_text="Like Rota, or My Outlook. Only you see it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label="Its private address",
        max_length=2000,
        help_text="It begins with https:// or webcal:// and often ends in .ics",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    names = {"name": "what you call it", "address": "the private address of your calendar"}

    def clean_address(self):
        scheme, colon, rest = self.cleaned_data["address"].strip().partition(":")
        address = (
            f"https:{rest}" if scheme.lower() in {"webcal", "webcals", "https"} else scheme + colon + rest
        )
        try:
            place_of(address)
        except NotAnAddress:
            raise forms.ValidationError(
                "The address must begin with https:// or webcal:// and have no spaces, "
                "like https://outlook.office365.com/owa/calendar/1a2b/calendar.ics"
            ) from None
        return address


class Decline(Form):
    """Why not, and when else: a choice for each of `parts`, (day, part) pairs, of which most stay empty."""

    reason = LongTextField(
        label="Why, in a few words",
        max_length=300,
        required=False,
        rows=2,
        help_text="The coordinator reads it.",
    )
    names = {"reason": "why"}

    def __init__(self, *args, parts=(), **kwargs):
        self.parts = parts
        super().__init__(*args, **kwargs)

    def clean(self):
        """`instead` is {(day, part): level} of those in which they could."""
        said = {when: self.data.get(tile_name(*when)) for when in self.parts}
        self.instead = {when: Level(level) for when, level in said.items() if level in FREE}
        return super().clean()


class GiveBack(Decline):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "The coordinator reads it, and finds somebody else."


class DropOut(Form):
    reason = LongTextField(
        label="What did they say?",
        max_length=300,
        required=False,
        rows=2,
        help_text="Other coordinators read it.",
    )
    names = {"reason": "what they said"}


class Cover(Form):
    people = forms.ModelMultipleChoiceField(
        Facilitator.objects.active(),
        error_messages={"required": "Choose at least one person to ask"},
        widget=Checkboxes,
    )
    names = {"people": "people from the list"}


class Time(Form):
    """How long a part took. An empty field is none."""

    mark_optional = False
    preparing = DurationField(label="Preparing", most=MOST, required=False, help_text="Like 1:30 or 45 min")
    travelling = DurationField(label="Travelling, there and back", most=MOST, required=False)
    delivering = DurationField(label="Delivering", most=MOST, required=False)


class Offer(Form):
    facilitator = forms.ModelChoiceField(Facilitator.objects.active())
    part = forms.ChoiceField(choices=Assignment.Part)


class RosterFilter(Form):
    mark_optional = False
    q = forms.CharField(label="Name", required=False, max_length=80)
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="Any course")
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Accreditation.Stage.choices], required=False)
    system = forms.ChoiceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        systems = (
            Organisation.objects.exclude(system_code="")
            .order_by("system_name")
            .values_list("system_code", "system_name")
            .distinct()
        )
        self.fields["system"].choices = [("", "All of the North West"), *systems]


class FindByName(Form):
    mark_optional = False
    q = forms.CharField(label="Looking for someone?", required=False, max_length=80)


class RotaDays(Form):
    starts_on = DateInputField(label="On or after", name_in_errors="The first day")
    ends_on = DateInputField(label="On or before", name_in_errors="The last day")
    names = {"starts_on": "first day", "ends_on": "last day"}
