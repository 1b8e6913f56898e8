"""Finding people; and which address stays where two people are one."""

from django import forms
from django.db.models import Q

from courses.models import Booking
from courses.people.known import any_of_whose, named
from stepforward.people.models import Organisation
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios


class PeopleFilter(Form):
    mark_optional = False
    names = {
        "q": "a name or an address",
        "organisation": "an organisation",
        "staff_group": "a staff group",
        "attended": "whether they attended",
    }
    q = forms.CharField(label="Name or address", required=False, max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="Any organisation"
    )
    staff_group = forms.ChoiceField(
        label="Staff group", required=False, choices=[("", "Any staff group"), *StaffGroup.choices]
    )
    attended = forms.ChoiceField(
        label="Attended",
        required=False,
        choices=[("", "Any"), ("yes", "Attended a session"), ("no", "Never attended")],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Those that have ended, too: people booked from them while they stood.
        self.fields["organisation"].queryset = Organisation.objects.filter(
            Q(valid_to=None) | Q(bookings__isnull=False)
        ).distinct()

    def narrow(self, people):
        """`people` as the form asks for them; nobody while it holds a mistake."""
        if not self.is_valid():
            return people.none()
        asked = self.cleaned_data
        if q := asked["q"].strip():
            people = named(people, q)
        if asked["organisation"]:
            people = people.filter(organisation=asked["organisation"])
        if asked["staff_group"]:
            people = people.filter(staff_group=asked["staff_group"])
        if asked["attended"]:
            came = any_of_whose(people, Q(attendance="attended"))
            people = came if asked["attended"] == "yes" else people.exclude(pk__in=came.values("pk"))
        return people


class KeepOne(Form):
    """Two people who are one, and at which address they stay."""

    names = {"keep": "which address stays"}
    keep = forms.ModelChoiceField(
        Booking.objects.none(), label="Which address stays?", widget=Radios(), empty_label=None
    )

    def __init__(self, *args, both, **kwargs):
        super().__init__(*args, **kwargs)
        self.both, field = both, self.fields["keep"]
        field.queryset = Booking.objects.filter(pk__in=[one.pk for one in both])
        field.choices = [(one.pk, f"{one.email}, of {one.name}") for one in both]

    def clean_keep(self):
        return next(one for one in self.both if one == self.cleaned_data["keep"])
