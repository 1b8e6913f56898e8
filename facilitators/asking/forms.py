from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout
from django import forms

from courses.forms.named_days import AT_MOST, named_days
from courses.models import Course
from courses.models.training_request import DayPart
from facilitators.asking.polls import accredited_for
from facilitators.models import Facilitator
from facilitators.saying.expanding import horizon
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes, Radios
from stepforward.ui.wording import say_date

ALL, NAMED = "all", "named"
MOST_NAMED = 200


class AskAbout(Form):
    """What a poll asks, and whom."""

    names = {
        "title": "what it is for",
        "course": "the course",
        "dates": "the dates",
        "parts": "which parts of the day",
        "who": "whom to ask",
        "closes_on": "the last day to answer",
        "message": "the message",
    }
    title = forms.CharField(label="What is it for?", max_length=120, help_text="Everybody you ask reads it.")
    course = forms.ModelChoiceField(Course.objects.all(), label="Course", widget=Radios())
    dates = forms.CharField(
        label="Which dates?", max_length=500, help_text=f"Up to {AT_MOST}. For example, 24 May or 8 July."
    )
    parts = forms.MultipleChoiceField(
        label="Which parts of these days?",
        choices=DayPart,
        widget=Checkboxes(small=True),
        initial=DayPart.values,
    )
    who = forms.ChoiceField(
        label="Whom do you ask?",
        choices=[(ALL, "Everybody who is accredited for the course"), (NAMED, "Only these people")],
        widget=Radios(),
        initial=ALL,
    )
    named = LongTextField(
        label="Their names or email addresses, if you choose them",
        required=False,
        max_length=10_000,
        rows=4,
        help_text="One on each line.",
    )
    closes_on = DateInputField(
        label="Until when can they answer?", help_text="We remind once who has not answered, two days before."
    )
    message = LongTextField(label="A few words to them", required=False, max_length=1000, rows=3)

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("About what", "title", "course", "dates", "parts"),
            Fieldset("Who is asked", "who", "named"),
            Fieldset("Answers", "closes_on", "message"),
        )
        return helper

    def clean_dates(self):
        days = named_days(self.cleaned_data["dates"], today=self.today)
        if not days:
            raise forms.ValidationError("Enter the dates")
        if days[-1] > horizon(self.today):
            raise forms.ValidationError(f"Every date must be {say_date(horizon(self.today))} or before")
        return days

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        if closes_on < self.today:
            raise forms.ValidationError("The last day to answer must be today or in the future")
        if closes_on > self.today + timedelta(days=90):
            raise forms.ValidationError("The last day to answer must be within 90 days")
        return closes_on

    def clean(self):
        said = super().clean()
        if said.get("dates") and said.get("closes_on") and said["closes_on"] > said["dates"][-1]:
            self.add_error("closes_on", "The last day to answer must not be after the last of the dates")
        if said.get("who") == NAMED and "named" not in self.errors:
            said["facilitators"] = self._named(said.get("named") or "")
        elif said.get("course"):
            said["facilitators"] = accredited_for(said["course"])
        return said

    def _named(self, text):
        """Those named, as a queryset; an error for each line that names nobody, or two."""
        lines = list(
            dict.fromkeys(filter(None, (" ".join(line.split()).lower() for line in text.splitlines())))
        )
        if not lines or len(lines) > MOST_NAMED:
            why = f"Name at most {MOST_NAMED} people" if lines else "Enter their names or email addresses"
            self.add_error("named", why)
            return None
        known = {}
        for pk, name, email in Facilitator.objects.active().values_list("pk", "user__name", "user__email"):
            for word in (" ".join(name.split()).lower(), email.lower()):
                known.setdefault(word, set()).add(pk)
        for line in lines:
            if len(known.get(line, ())) != 1:
                why = (
                    "is the name of two: enter their email address" if line in known else "is no facilitator"
                )
                self.add_error("named", f"“{line[:60]}” {why}")
        return Facilitator.objects.filter(pk__in=set().union(*(known.get(line, set()) for line in lines)))

    @property
    def said(self):
        """For `polls.ask`."""
        found = self.cleaned_data
        return {name: found[name] for name in ("title", "course", "closes_on", "message", "facilitators")} | {
            "parts": [
                (day, part) for day in found["dates"] for part in DayPart.values if part in found["parts"]
            ]
        }


class PollFilter(Form):
    mark_optional = False
    state = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All"), ("open", "Open"), ("closed", "Closed")]
    )
    q = forms.CharField(label="What it is for", required=False, max_length=80)
