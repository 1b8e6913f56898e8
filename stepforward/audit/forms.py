from datetime import timedelta

from django import forms
from django.utils.text import capfirst

from stepforward.ui.days import FromTo, day
from stepforward.ui.wording import moment_of


class EventFilter(FromTo):
    """What was done, and on which London days. `verbs` are those that there are."""

    verb = forms.ChoiceField(label="What", required=False)
    since = day("From")
    until = day("To")

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "Everything"), *((verb, capfirst(verb)) for verb in verbs)]

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
