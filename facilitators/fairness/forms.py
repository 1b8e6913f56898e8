from django import forms

from courses.models import Course
from facilitators.fairness.periods import Stretch
from facilitators.fairness.shares import Band
from stepforward.ui.forms import Form


class PeriodFilter(Form):
    mark_optional = False
    names = {"period": "a period"}

    period = forms.ChoiceField(choices=Stretch, required=False)

    def clean_period(self):
        return self.cleaned_data["period"] or Stretch.LATELY


class FairnessFilter(PeriodFilter):
    names = PeriodFilter.names | {"course": "a course", "show": "whom to show", "q": "a name"}

    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="Any course")
    show = forms.ChoiceField(label="Show", choices=[("", "Everybody"), *Band.choices], required=False)
    q = forms.CharField(label="Name", required=False, max_length=80)
