from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst

from stepforward.ui.forms import Form
from stepforward.ui.wording import moment_of

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def day(label):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={
            "invalid": "Enter a real date",
            "min_value": "The date must be after 1999",
            "max_value": "The date must be before 2100",
        },
    )


class EventFilter(Form):
    """What was done, and on which London days. `verbs` are those that there are."""

    verb = forms.ChoiceField(label="What", required=False)
    since = day("From")
    until = day("To")

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "Everything"), *((verb, capfirst(verb)) for verb in verbs)]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the same as or after the first")

    def narrow(self, events):
        """`events` as the form asks for them; all of them while it holds a mistake."""
        if not self.is_valid():
            return events
        asked = self.cleaned_data
        if asked["verb"]:
            events = events.filter(verb=asked["verb"])
        if asked["since"]:
            events = events.filter(at__gte=moment_of(asked["since"]))
        if asked["until"]:
            events = events.filter(at__lt=moment_of(asked["until"] + timedelta(days=1)))
        return events
