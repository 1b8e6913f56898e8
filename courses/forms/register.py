"""What the register is told in the room: who walked in, how long somebody stayed, how many there were."""

from datetime import timedelta

from django import forms

from courses.forms.choices import OTHER, OrganisationField
from courses.models.headcount import MOST
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.fields import ClockField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios, ShortNumber
from stepforward.ui.wording import civil_date, moment_of

HALF_A_DAY = timedelta(hours=12)


def organisation_of(said):
    return None if said in {"", OTHER} else said


class WalkIn(Form):
    """A name is enough to be on the register; an address is what a certificate goes to."""

    names = {"name": "a name"}

    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    staff_group = forms.ChoiceField(choices=StaffGroup.choices, required=False, widget=Radios(small=True))
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        required=False,
        help_text="Without one we cannot send their certificate.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    organisation = OrganisationField(required=False)

    @property
    def said(self):
        return self.cleaned_data | {"organisation": organisation_of(self.cleaned_data["organisation"])}


class Stay(Form):
    """For how much of the session somebody was there."""

    mark_optional = False
    names = {"arrived_at": "when they came", "left_at": "when they left"}

    came_late = forms.BooleanField(label="They came late", required=False)
    arrived_at = ClockField(
        label="When did they come, roughly?", required=False, help_text="You can leave this out."
    )
    left_early = forms.BooleanField(label="They left early", required=False)
    left_at = ClockField(
        label="When did they leave, roughly?", required=False, help_text="You can leave this out."
    )
    too_little = forms.BooleanField(label="They did not take part enough for a certificate", required=False)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def clean_arrived_at(self):
        return self._moment("arrived_at")

    def clean_left_at(self):
        return self._moment("left_at")

    def _moment(self, name):
        """On the session's day; "1:45" in the afternoon is a quarter to two, not the middle of the night."""
        clock = self.cleaned_data[name]
        if clock is None:
            return None
        moment = moment_of(civil_date(self.session.starts_at), clock)
        return moment + HALF_A_DAY if moment + HALF_A_DAY <= self.session.ends_at else moment

    @property
    def said(self):
        """A time says that they came late, or left early, by itself."""
        said = dict(self.cleaned_data)
        return {
            "came_late": said["came_late"] or said["arrived_at"] is not None,
            "arrived_at": said["arrived_at"],
            "left_early": said["left_early"] or said["left_at"] is not None,
            "left_at": said["left_at"],
            "took_part": not said["too_little"],
        }


class Heads(Form):
    """How many of each staff group were there without a name on the register."""

    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for group, label in [*StaffGroup.choices, ("", "Staff group not known")]:
            field = forms.IntegerField(
                label=label, min_value=0, max_value=MOST, required=False, widget=ShortNumber(3)
            )
            field.error_messages["invalid"] = f"{label}: enter a whole number, like 12"
            for validator, words in zip(field.validators, ("0 or more", f"{MOST} or fewer"), strict=False):
                validator.message = f"{label}: the number must be {words}"
            self.fields[f"group_{group}"] = field

    @property
    def said(self):
        return {name.removeprefix("group_"): n for name, n in self.cleaned_data.items() if n}


class Settle(Form):
    """Whose check-in it is."""

    names = {"who": "who it is", "name": "their name"}
    NEW = "new"

    who = forms.ChoiceField(label="Who is it?")
    name = forms.CharField(label="Their name, if they had no booking", max_length=120, required=False)
    staff_group = forms.ChoiceField(
        label="Their staff group, if they had no booking",
        choices=StaffGroup.choices,
        required=False,
        widget=Radios(small=True),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        booked = [(str(one.pk), one.name) for one in people]
        self.fields["who"].choices = [("", "Choose one"), (self.NEW, "Somebody without a booking"), *booked]

    def clean(self):
        said = super().clean()
        if said.get("who") == self.NEW and not said.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter their name")
        return said
