"""Planning a session, and changing it. What is typed is London's civil time."""

from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from courses.forms.asking import AT_MOST_AHEAD
from courses.models import Course, Venue
from stepforward.people.models import Organisation
from stepforward.ui.fields import ClockField, DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import ShortNumber
from stepforward.ui.wording import in_london, moment_of, say_clock, today


class SessionFacts(Form):
    """When, where, for whom and for how many."""

    names = {
        "course": "the course",
        "day": "the date",
        "starts": "the start time",
        "ends": "the end time",
        "capacity": "how many places there are",
        "online_link": "the online link",
        "team_name": "the team",
    }

    day = DateInputField(label="Date", help_text="For example, 15 3 2027")
    starts = ClockField(label="Start time", help_text="For example, 9:30am or 14:00")
    ends = ClockField(label="End time", required=False, help_text="Left empty, as long as the course takes.")
    venue = forms.ModelChoiceField(
        Venue.objects.all(), label="Venue", required=False, empty_label="No venue, or not known yet"
    )
    online_link = forms.URLField(
        label="Online link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Only people with a place see it. You may add it later, before the session opens.",
    )
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=500, widget=ShortNumber(4))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation that hosts it", required=False
    )
    team_name = forms.CharField(label="For which team", max_length=120, required=False)

    def __init__(self, *args, course=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_course = course
        self.fields["organisation"].queryset = Organisation.objects.current(today())
        self.fields["organisation"].empty_label = "None of them"

    @property
    def helper(self):
        helper = super().helper
        what = ["course"] if "course" in self.fields else []
        helper.layout = Layout(
            Fieldset("When", *what, "day", Row("starts", "ends")),
            Fieldset("Where", "venue", "online_link"),
            Fieldset("For whom", "capacity", "organisation", "team_name"),
        )
        return helper

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > today() + AT_MOST_AHEAD:
            raise forms.ValidationError("The session must be within the next two years")
        return day

    def clean(self):
        said = super().clean()
        venue, capacity = said.get("venue"), said.get("capacity")
        if venue and capacity and venue.capacity and capacity > venue.capacity:
            self.add_error("capacity", f"{venue} takes {venue.capacity} people at most")
        day, starts = said.get("day"), said.get("starts")
        if day and starts:
            said["starts_at"] = self._moment("starts", day, starts)
            if said["starts_at"]:
                self._clean_end(said, day)
        return said

    def _clean_end(self, said, day):
        course = said.get("course") or self.known_course
        if said.get("ends"):
            said["ends_at"] = self._moment("ends", day, said["ends"])
        elif course:
            said["ends_at"] = said["starts_at"] + timedelta(minutes=course.minutes)
        if said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends", "The end time must be after the start time")
        if said["starts_at"] <= timezone.now():
            self.add_error("day", "The session must start in the future")

    def _moment(self, field, day, clock):
        """The UTC moment of a civil time; an hour that the clocks skip is an error, of one they repeat the
        first."""
        moment = moment_of(day, clock)
        if in_london(moment).time() != clock:
            self.add_error(field, f"There is no {say_clock(clock)} on that day: the clocks go forward")
            return None
        return moment

    @property
    def said(self):
        """What the verbs of scheduling take, once the form is valid."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"day", "starts", "ends"}
        }


class PlanSession(SessionFacts):
    course = forms.ModelChoiceField(Course.objects.all(), label="Course")


class ChangeSession(SessionFacts):
    pass


def as_it_stands(session):
    """The initial values of ChangeSession."""
    starts, ends = in_london(session.starts_at), in_london(session.ends_at)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "venue": session.venue_id,
        "online_link": session.online_link,
        "capacity": session.capacity,
        "organisation": session.organisation_id,
        "team_name": session.team_name,
    }


class CallOff(Form):
    reason = LongTextField(
        label="Why is it called off?",
        max_length=500,
        help_text="Everybody who booked reads these words in an email.",
        error_messages={"required": "Say why, because everybody booked reads it"},
    )
    names = {"reason": "the reason"}
