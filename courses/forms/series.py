"""Several dates in one go, and the same session on another date."""

import re
from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from courses.forms.planning import PlanSession, SessionFacts, Times, WhoMayBook, within_reach
from stepforward.importing.dates import days_in
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.widgets import Radios, ShortNumber
from stepforward.ui.wording import say_date, today

EVERY, CHOSEN = "every", "chosen"
MOST = 26  # dates in one go: half a year of weeks


class PlanSeries(PlanSession):
    """The facts of all of them, and their dates: the same day every so many weeks, or chosen one by one."""

    day = None
    field_order = ["course", "how", "first", "weeks", "times", "dates", *PlanSession.field_order]
    needed_at_times = ("first", "weeks", "times", "dates")
    names = SessionFacts.names | {
        "how": "how the dates are chosen",
        "first": "the first date",
        "weeks": "how many weeks lie between them",
        "times": "how many dates there are",
        "dates": "the dates",
    }
    how = forms.ChoiceField(
        label="Which dates?",
        choices=[(EVERY, "The same day of the week, again and again"), (CHOSEN, "Dates that I choose")],
        widget=Radios(),
        initial=EVERY,
    )
    first = DateInputField(label="First date", required=False, help_text="For example, 15 3 2027")
    weeks = forms.IntegerField(
        label="Every how many weeks?", required=False, min_value=1, max_value=26, widget=ShortNumber(2)
    )
    times = forms.IntegerField(
        label="How many dates?", required=False, min_value=2, max_value=MOST, widget=ShortNumber(2)
    )
    dates = LongTextField(
        label="The dates, if you choose them",
        required=False,
        max_length=1500,
        rows=4,
        help_text="One on each line, with its year. For example, 15/3/2027 or 15 March 2027.",
    )

    def clean_first(self):
        first = self.cleaned_data["first"]
        return first and within_reach(first)

    @property
    def helper(self):
        helper = super().helper
        dates = ["how", "first", Row("weeks", "times"), "dates"]
        when = Fieldset("When", "course", *dates, Row("starts", "ends"))
        helper.layout = Layout(when, *helper.layout.fields[1:])
        return helper

    def clean(self):
        said = super().clean()
        days = self._every(said) if said.get("how") == EVERY else self._chosen(said)
        said["moments"] = self._moments(said, days) if days and said.get("starts") else []
        return said

    def _every(self, said):
        missing = {"first": "Enter the first date", "weeks": "Enter how many weeks lie between them"}
        missing["times"] = "Enter how many dates there are"
        for field, why in missing.items():
            if said.get(field) is None and field not in self.errors:
                self.add_error(field, why)
        if not all(said.get(field) for field in missing):
            return []
        days = [said["first"] + timedelta(weeks=said["weeks"] * n) for n in range(said["times"])]
        return self._possible(days, "first")

    def _chosen(self, said):
        if "dates" in self.errors:
            return []
        days = set()
        for line in filter(None, map(str.strip, re.split(r"[\n;,]", said.get("dates") or ""))):
            found = days_in(line)
            if len(found) != 1:
                self.add_error("dates", f"“{line[:40]}” is not one date with its year")
                return []
            days.add(found[0].day)
        if not 2 <= len(days) <= MOST:
            self.add_error("dates", f"Enter from 2 to {MOST} different dates")
            return []
        return self._possible(sorted(days), "dates")

    def _possible(self, days, field):
        if days[0] < today():
            self.add_error(field, f"{say_date(days[0])} is past")
            return []
        try:
            within_reach(days[-1])
        except forms.ValidationError:
            self.add_error(field, f"{say_date(days[-1])} is more than two years ahead")
            return []
        return days

    def _moments(self, said, days):
        moments = []
        for day in days:
            starts_at = self.moment("starts", day, said["starts"])
            ends_at = starts_at and self.end_of(day, starts_at)
            if starts_at and starts_at <= timezone.now():
                self.add_error("starts", "The first of them must start in the future")
            if not ends_at or self.errors:
                return []
            moments.append((starts_at, ends_at))
        return moments

    @property
    def rhythm(self):
        said = self.cleaned_data
        if said["how"] == CHOSEN:
            return "Dates chosen one by one"
        weeks = "week" if said["weeks"] == 1 else f"{said['weeks']} weeks"
        return f"Every {weeks} on {said['first']:%A}, {said['times']} dates"

    @property
    def said(self):
        dates = {"how", "first", "weeks", "times", "dates", "moments"}
        return {name: value for name, value in super().said.items() if name not in dates}


class CopySession(WhoMayBook, Times):
    names = SessionFacts.names

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout("day", "starts", "minimum_people", "visibility")
        return helper

    @property
    def instead(self):
        """What the copy has of its own, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("minimum_people", "visibility")}
