"""What the coordinator says of a venue."""

import re

from django import forms
from django.db.models import Q

from courses.models import Venue
from courses.venues import FACTS
from stepforward.people.models import Organisation
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import ShortNumber
from stepforward.ui.wording import today

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
NOTES = 2000


class VenueFacts(Form):
    names = {
        "name": "the name of the venue",
        "address": "the address",
        "postcode": "the postcode",
        "capacity": "how many people it takes",
        "map_link": "the map link",
    }

    name = forms.CharField(label="Name", max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Whose it is", required=False, empty_label="Nobody of these"
    )
    address = forms.CharField(label="Address", max_length=300, help_text="Building, street and town.")
    postcode = forms.CharField(
        label="Postcode", max_length=10, widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"})
    )
    map_link = forms.URLField(
        label="Map link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Left empty, a map of the postcode.",
    )
    capacity = forms.IntegerField(
        label="How many people it takes", min_value=1, max_value=2000, required=False, widget=ShortNumber(4)
    )
    one_room = forms.BooleanField(
        label="It has one room only",
        required=False,
        help_text="Then two sessions at the same time are refused, and not only pointed out.",
    )
    access_notes = LongTextField(
        label="Getting in",
        max_length=NOTES,
        required=False,
        rows=3,
        help_text="Steps, lifts, hearing loop, which entrance, whom to ask.",
    )
    travel_notes = LongTextField(
        label="Getting there",
        max_length=NOTES,
        required=False,
        rows=3,
        help_text="Buses, trains and parking.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current(today())

    def clean_postcode(self):
        found = POSTCODE.fullmatch(" ".join(self.cleaned_data["postcode"].upper().split()))
        if not found:
            raise forms.ValidationError("Enter a full postcode in the United Kingdom, like SK2 7JE")
        return f"{found[1]} {found[2]}"

    def clean_map_link(self):
        link = self.cleaned_data["map_link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(
                "The map link must begin with https://, because people open it from our emails. Open the map "
                "in your browser, and copy the address from there"
            )
        return link


def as_it_stands(venue):
    return {name: getattr(venue, name) for name in FACTS} | {"organisation": venue.organisation_id}


class VenueFilter(Form):
    mark_optional = False
    names = {"state": "which venues to show", "q": "what to look for"}
    state = forms.ChoiceField(
        label="Show", required=False, choices=[("", "In use"), ("retired", "Retired"), ("all", "All")]
    )
    q = forms.CharField(label="Name, town or postcode", required=False, max_length=80)

    def found(self):
        """The venues that it asks for; none where it is not understood."""
        if not self.is_valid():
            return Venue.objects.none()
        venues, q = Venue.objects.select_related("organisation"), self.cleaned_data["q"].strip()
        if self.cleaned_data["state"] != "all":
            venues = venues.filter(retired_at__isnull=self.cleaned_data["state"] != "retired")
        if q:
            venues = venues.filter(
                Q(name__icontains=q)
                | Q(address__icontains=q)
                | Q(postcode__icontains=q)
                | Q(organisation__name__icontains=q)
            )
        return venues.order_by("name", "pk")
