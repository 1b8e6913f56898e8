from django import forms

from courses.models import Session, TrainingRequest
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios


class LinkFilter(Form):
    mark_optional = False
    names = {"q": "what to look for"}
    q = forms.CharField(label="Course, place, team or organisation", required=False, max_length=80)


class OneSession(Form):
    """The session that a button stands for."""

    session = forms.ModelChoiceField(Session.objects.all())


class Merge(Form):
    """Two requests, of which one goes on."""

    names = {"goes_on": "which request goes on"}
    goes_on = forms.ModelChoiceField(
        TrainingRequest.objects.none(), label="Which request goes on?", widget=Radios(), empty_label=None
    )

    def __init__(self, *args, both, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["goes_on"]
        field.queryset = TrainingRequest.objects.filter(pk__in=[one.pk for one in both])
        field.choices = [(one.pk, f"The one of {one.contact_name}: {one.team}") for one in both]
