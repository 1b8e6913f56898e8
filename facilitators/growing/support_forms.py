"""What is asked about who supports whom, and about when they talked."""

from crispy_forms.layout import Layout
from django import forms

from facilitators.growing.supporting import USUAL_WEEKS
from facilitators.models import Facilitator, Support
from facilitators.models.support import MOST_WEEKS
from stepforward.ui.fields import DateInputField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios, ShortNumber

Kind = Support.Kind


class SupportFilter(Form):
    mark_optional = False
    names = {"q": "what to look for", "show": "whom to show"}
    SHOW = (
        ("", "Everybody"),
        ("due", "Talk due or overdue"),
        ("new", "Needs somebody new"),
        ("nobody", "Has nobody"),
        ("supported", "Has somebody"),
    )

    q = forms.CharField(label="Name or organisation", required=False, max_length=80)
    show = forms.ChoiceField(label="Show", choices=SHOW, required=False)


class Begin(Form):
    names = {
        "kind": "what they are",
        "supporter": "a facilitator",
        "starts_on": "the first day",
        "every_weeks": "how many weeks there are between talks",
    }
    needed_at_times = ("every_weeks",)

    kind = forms.ChoiceField(label="What are they?", choices=Kind, widget=Radios(small=True, inline=True))
    supporter = forms.ModelChoiceField(Facilitator.objects.none(), label="Who?", empty_label="Choose one")
    starts_on = DateInputField(label="From which day?", help_text="For example, 15 3 2027")
    every_weeks = forms.IntegerField(
        label="Weeks between talks",
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        widget=ShortNumber(2),
        help_text=f"For a supervisor. Empty: {USUAL_WEEKS}.",
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        others = Facilitator.objects.active().exclude(pk=person.pk)
        self.fields["supporter"].queryset = others.select_related("user").order_by("user__name", "pk")

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout("kind", "supporter", "starts_on", "every_weeks")
        return helper


class Talked(Form):
    names = {"held_on": "the day that you talked", "next_on": "the day of the next talk"}

    held_on = DateInputField(label="On which day did you talk?", help_text="For example, 15 3 2027")
    next_on = DateInputField(
        label="The day of the next talk", required=False, help_text="If you agreed on one."
    )
