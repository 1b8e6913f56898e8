from django import forms

from courses.models import Course, TrainingRequest
from stepforward.ui.forms import Form

WAITING = "waiting"


class RequestFilter(Form):
    mark_optional = False
    names = {"state": "which requests to show", "q": "what to look for"}
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(WAITING, "Waiting for an answer"), ("", "All"), *TrainingRequest.State.choices],
    )
    q = forms.CharField(label="Team, organisation or name", required=False, max_length=80)


class SessionFilter(Form):
    mark_optional = False
    names = {"course": "a course", "q": "what to look for"}
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="Any course")
    q = forms.CharField(label="Place, team or organisation", required=False, max_length=80)


class OpenSessionFilter(Form):
    mark_optional = False
    names = {"where": "online, in person or anywhere", "q": "what to look for"}
    where = forms.ChoiceField(
        required=False, choices=[("", "Anywhere"), ("online", "Online"), ("in_person", "In person")]
    )
    q = forms.CharField(label="Town, venue or organisation", required=False, max_length=80)
