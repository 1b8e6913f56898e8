"""Of which course the cascade is, and of whom."""

from django import forms

from facilitators.cascade.table import SORTS
from facilitators.cascade.waiting import Why
from facilitators.models import Accreditation
from stepforward.ui.forms import Form


class WhichCourse(Form):
    """`courses` are those that somebody was trained for."""

    mark_optional = False
    names = {"course": "a course"}

    course = forms.ChoiceField(required=False)

    def __init__(self, *args, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [(one.pk, one.name) for one in courses]

    @property
    def chosen(self):
        """What was said beside the course; nothing where it was not said well."""
        said = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in said.items() if name != "course"}


class CascadeFilter(WhichCourse):
    names = WhichCourse.names | {
        "q": "a name",
        "generation": "a generation",
        "stage": "a stage",
        "delivered": "whom to show",
        "sort": "an order",
    }

    q = forms.CharField(label="Name", required=False, max_length=80)
    generation = forms.TypedChoiceField(coerce=int, required=False)
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Accreditation.Stage.choices], required=False)
    delivered = forms.ChoiceField(
        choices=[("", "Everybody"), ("yes", "At least once"), ("no", "Not yet")], required=False
    )
    sort = forms.ChoiceField(
        label="Sorted by", choices=[(key, label) for key, (label, _) in SORTS.items()], required=False
    )

    def __init__(self, *args, generations, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "Any generation"), *((n, f"Generation {n}") for n in generations)]
        self.fields["generation"].choices = choices


class WaitingFilter(WhichCourse):
    names = WhichCourse.names | {"q": "a name", "why": "a reason"}

    q = forms.CharField(label="Name", required=False, max_length=80)
    why = forms.ChoiceField(label="Why", choices=[("", "Any reason"), *Why.choices], required=False)
