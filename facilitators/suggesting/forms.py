"""What the pages on dates and on weights are asked."""

import re

from django import forms

from courses.models import Venue
from facilitators.models import Assignment, Weights
from facilitators.models.weights import MOST
from stepforward.ui.forms import Form, ModelForm
from stepforward.ui.widgets import ShortNumber

ONLINE = "online"
KEY = re.compile(r"(\d{1,18})-(\w+)")
LARGEST_TEAM = 20


def named_in(text):
    """[(primary key, Part), …] of a team as its pages write it: "12-lead,40-shadow". What is not understood
    is left out."""
    found = {}
    for key in text.split(",")[:LARGEST_TEAM]:
        match = KEY.fullmatch(key)
        if match and match[2] in Assignment.Part.values:
            found.setdefault(int(match[1]), Assignment.Part(match[2]))
    return list(found.items())


class Where(Form):
    mark_optional = False
    names = {"where": "a place"}
    where = forms.ChoiceField(
        label="Where?", required=False, help_text="So that we know how far people have to come."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venues = Venue.objects.in_use().values_list("pk", "name")
        self.fields["where"].choices = [
            ("", "Not known yet"),
            (ONLINE, "Online"),
            *((str(pk), name) for pk, name in venues),
        ]


class Weigh(ModelForm):
    class Meta:
        model = Weights
        fields = Weights.WISHES

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in Weights.WISHES:
            given = Weights._meta.get_field(name)
            self.fields[name] = forms.IntegerField(
                label=given.verbose_name,
                help_text=given.help_text,
                min_value=0,
                max_value=MOST,
                widget=ShortNumber(4),
                error_messages={"required": "Enter how many points, or 0"},
            )
