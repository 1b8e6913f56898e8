"""Which requests from earlier records still wait for an answer, and which come as history."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from stepforward.ui.fields import DateInputField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios
from stepforward.ui.wording import civil_date

TODAY, DAY, ALL, NONE = "today", "day", "all", "none"
PASSED = "The dates had passed when it was moved in from earlier records."
SETTLED = "It was settled before it was moved in from earlier records."


class StayOpen(Form):
    """What to do with requests that an earlier record has, once for the whole file."""

    heading = "Past requests"
    names = {"day": "the date from which they stay open"}
    mark_optional = False

    stay_open = forms.ChoiceField(
        label="Which requests still wait for an answer?",
        choices=[
            (TODAY, "Those wished for today or later"),
            (DAY, "Those wished for on another date or later"),
            (ALL, "All of them"),
            (NONE, "None"),
        ],
        widget=Radios(small=True),
        help_text="The others come as history, closed. Nobody is written to.",
    )
    day = DateInputField(label="Which date?", required=False, help_text="Only with “another date”.")

    def clean(self):
        said = super().clean()
        if said.get("stay_open") == DAY and not said.get("day") and "day" not in self.errors:
            self.add_error(
                "day", ValidationError("Enter the date from which they stay open", code="required")
            )
        return said

    def choices(self):
        """As a run keeps it."""
        said = self.cleaned_data
        return {"stay_open": said["day"].isoformat() if said["stay_open"] == DAY else said["stay_open"]}

    @classmethod
    def initial_of(cls, choices):
        said = choices.get("stay_open", TODAY)
        if said in {TODAY, ALL, NONE}:
            return {"stay_open": said}
        return {"stay_open": DAY, "day": date.fromisoformat(said)}


def why_closed(latest, choices, now):
    """Why a request comes closed whose last wished-for date is `latest`; "" where it stays open."""
    said = choices.get("stay_open", TODAY)
    if said == ALL:
        return ""
    if said == NONE:
        return SETTLED
    first = civil_date(now) if said == TODAY else date.fromisoformat(said)
    if latest >= first:
        return ""
    return PASSED if latest < civil_date(now) else SETTLED
