"""What is asked after a session, and of the reflections that are shared."""

from django import forms

from courses.forms.costs import OwnCost
from courses.models import Course
from facilitators.forms import Time
from facilitators.models import Assignment, Confidence, Facilitator
from facilitators.models.reflection import MOST
from stepforward.ui.fields import LongTextField, ScaleField
from stepforward.ui.forms import Form

FEW_DIGITS = 10
COST = ("kind", "words", "pence")


AREAS = {area: (f"{area}_then", f"{area}_now") for area in Confidence.Area}
SCALES = [name for names in AREAS.values() for name in names]


class Reflect(Time, OwnCost):
    """The words, the time and one cost. All of it may stay empty; a cost is whole, or none."""

    field_order = (
        "went_well",
        "would_change",
        "shared",
        *SCALES,
        *Time.base_fields,
        "kind",
        "pence",
        "words",
    )
    names = OwnCost.names | {"went_well": "what went well", "would_change": "what you would change"}

    went_well = LongTextField(
        label="What went well?",
        max_length=MOST,
        required=False,
        rows=4,
        help_text="Please do not name participants.",
    )
    would_change = LongTextField(
        label="What would I change next time?", max_length=MOST, required=False, rows=4
    )
    shared = forms.BooleanField(
        label="Share these words with the coordinators and the programme leads",
        required=False,
        help_text="You can take that back here at any time.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        for area, names in AREAS.items():
            for name, when in zip(names, ("before", "now"), strict=True):
                self.fields[name] = ScaleField(label=f"{area.label}, {when}", required=False)
        self.fields["preparing"].help_text = ""  # the page says it of all three
        if part not in Assignment.DELIVERS:
            self.fields["delivering"].label = "In the session"
        for name in COST:
            self.fields[name].required = False

    def clean(self):
        said = super().clean()
        for area, (then, now) in AREAS.items():
            for name, other, when in ((then, now, "before"), (now, then, "now")):
                if said.get(other) and not said.get(name) and name not in self.errors:
                    self.add_error(name, f"Choose a number for {when}: {area.label.lower()}")
        if any(said.get(name) for name in COST):
            for name in ("kind", "pence"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return said

    @property
    def pairs(self):
        """(what, its field for before, its field for now) as the page asks them."""
        return [(area.label, self[then], self[now]) for area, (then, now) in AREAS.items()]

    @property
    def said(self):
        """What reflecting.keep takes, once the form is valid."""
        said = self.cleaned_data
        seen = said["seen"]
        return {
            "went_well": said["went_well"],
            "would_change": said["would_change"],
            "shared": said["shared"],
            "confidence": {
                area: (said[then], said[now]) for area, (then, now) in AREAS.items() if said[then]
            },
            "minutes": {name: said[name] for name in Time.base_fields},
            "paid": {name: said[name] for name in COST} if said["pence"] else None,
            "seen": int(seen) if seen.isdecimal() and len(seen) < FEW_DIGITS else 0,
        }


class ReflectionFilter(Form):
    mark_optional = False
    names = {"course": "a course", "person": "somebody from the list"}
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="Any course")
    person = forms.ModelChoiceField(
        Facilitator.objects.none(), label="Written by", required=False, empty_label="Anybody"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shared = Facilitator.objects.filter(assignments__reflection__shared=True).distinct()
        self.fields["person"].queryset = shared.select_related("user")

    def narrow(self, reflections):
        """`reflections` as the form asks for them; none while it holds a mistake."""
        if not self.is_valid():
            return reflections.none()
        asked = self.cleaned_data
        if asked["course"]:
            reflections = reflections.filter(assignment__session__course=asked["course"])
        if asked["person"]:
            reflections = reflections.filter(assignment__facilitator=asked["person"])
        return reflections
