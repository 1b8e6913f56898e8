"""Planning a session, and changing it. What is typed is London's civil time."""

from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from courses.models import Course, Session, Venue
from courses.planned_days import AT_MOST_AHEAD
from stepforward.people.models import Organisation
from stepforward.ui.fields import ClockField, DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios, ShortNumber
from stepforward.ui.wording import in_london, moment_of, say_clock, say_people, today

Visibility = Session.Visibility


class Times(Form):
    """A day and a time of it, by London's clocks."""

    day = DateInputField(label="Date", help_text="For example, 15 3 2027")
    starts = ClockField(label="Start time", help_text="For example, 9:30am or 14:00")

    def clean_day(self):
        return within_reach(self.cleaned_data["day"])

    def clean(self):
        said = super().clean()
        day, starts = said.get("day"), said.get("starts")
        if day and starts:
            said["starts_at"] = self.moment("starts", day, starts)
            if said["starts_at"] and said["starts_at"] <= timezone.now():
                self.add_error("day", "The session must start in the future")
        return said

    def moment(self, field, day, clock):
        """The UTC moment of a civil time; an hour that the clocks skip is an error, of one they repeat the
        first."""
        moment = moment_of(day, clock)
        if in_london(moment).time() != clock:
            self.add_error(field, f"There is no {say_clock(clock)} on that day: the clocks go forward")
            return None
        return moment


class WhoMayBook(Form):
    """Who finds a session and may book it, and how many people it needs."""

    hints = {
        Visibility.PUBLIC: "It is in the list of open sessions, and anybody can book it.",
        Visibility.HIDDEN: "It is in no list. Anybody who is given the address of its page can book it.",
        Visibility.INVITATION: "Nobody sees it without its private link, which you make on its page.",
    }

    minimum_people = forms.IntegerField(
        label="Least number of people",
        required=False,
        min_value=1,
        max_value=500,
        widget=ShortNumber(4),
        help_text="Left empty, as many as the course needs. Your desk says so when fewer have booked, from "
        "three weeks before.",
    )
    visibility = forms.ChoiceField(
        label="Who may find and book it?",
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=Radios(hints=hints),
    )


def within_reach(day):
    if day > today() + AT_MOST_AHEAD:
        raise forms.ValidationError("The session must be within the next two years")
    return day


class SessionFacts(WhoMayBook, Times):
    """When, where, for whom and for how many."""

    field_order = ["course", "day", "starts", "ends", "venue", "online_link", "capacity"]
    field_order += ["minimum_people", "organisation", "team_name", "visibility"]
    names = {
        "course": "the course",
        "day": "the date",
        "starts": "the start time",
        "ends": "the end time",
        "capacity": "how many places there are",
        "minimum_people": "the least number of people",
        "visibility": "who may find and book it",
        "online_link": "the online link",
        "team_name": "the team",
    }

    ends = ClockField(label="End time", required=False, help_text="Left empty, as long as the course takes.")
    venue = forms.ModelChoiceField(
        Venue.objects.in_use(), label="Venue", required=False, empty_label="No venue, or not known yet"
    )
    online_link = forms.URLField(
        label="Online link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Only people with a place see it. With a venue as well, people join either way.",
    )
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=500, widget=ShortNumber(4))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation that hosts it", required=False
    )
    team_name = forms.CharField(label="For which team", max_length=120, required=False)

    def __init__(self, *args, course=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_course = course
        if self.initial.get("venue"):  # it may be retired since
            kept = Venue.objects.filter(pk=self.initial["venue"])
            self.fields["venue"].queryset = Venue.objects.in_use() | kept
        self.fields["organisation"].queryset = Organisation.objects.current(today())
        self.fields["organisation"].empty_label = "None of them"

    @property
    def helper(self):
        helper = super().helper
        what = ["course"] if "course" in self.fields else []
        helper.layout = Layout(
            Fieldset("When", *what, "day", Row("starts", "ends")),
            Fieldset("Where", "venue", "online_link"),
            Fieldset("For whom", Row("capacity", "minimum_people"), "organisation", "team_name"),
            "visibility",
        )
        return helper

    def clean(self):
        said = super().clean()
        venue, capacity = said.get("venue"), said.get("capacity")
        if venue and capacity and venue.capacity and capacity > venue.capacity:
            self.add_error("capacity", f"{venue} takes {venue.capacity} people at most")
        if capacity and (least := said.get("minimum_people")) and least > capacity:
            self.add_error("minimum_people", f"It cannot need {say_people(least)} with {capacity} places")
        if starts_at := said.get("starts_at"):  # whatever is wrong with its day
            said["ends_at"] = self.end_of(in_london(starts_at).date(), starts_at)
        return said

    def end_of(self, day, starts_at):
        """When it ends that starts then on that day, or None where that is not said, or not possible."""
        said, ends_at = self.cleaned_data, None
        course = said.get("course") or self.known_course
        if said.get("ends"):
            ends_at = self.moment("ends", day, said["ends"])
        elif course:
            ends_at = starts_at + timedelta(minutes=course.minutes)
        if ends_at and ends_at <= starts_at:
            self.add_error("ends", "The end time must be after the start time")
            return None
        return ends_at

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
        "minimum_people": session.minimum_people,
        "visibility": session.visibility,
        "organisation": session.organisation_id,
        "team_name": session.team_name,
    }


def on_another_day(session, chosen):
    """What ChangeSession begins with for a session that goes to a day and a time of it that were `chosen`; it
    stays as long as it is."""
    if not {"day", "starts"} <= chosen.keys():
        return {}
    ends_at = moment_of(chosen["day"], chosen["starts"]) + (session.ends_at - session.starts_at)
    return {"day": chosen["day"], "starts": chosen["starts"], "ends": in_london(ends_at).time()}


class CallOff(Form):
    reason = LongTextField(
        label="Why is it called off?",
        max_length=500,
        help_text="Everybody who booked reads these words in an email.",
        error_messages={"required": "Say why, because everybody booked reads it"},
    )
    names = {"reason": "the reason"}
