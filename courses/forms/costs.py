"""What was paid for a session, and what others would ask."""

from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout
from django import forms

from courses.models import Cost, Quote
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.ui.days import EARLIEST, FromTo, day
from stepforward.ui.fields import DateInputField
from stepforward.ui.forms import Form
from stepforward.ui.money import MoneyField
from stepforward.ui.widgets import Radios
from stepforward.ui.wording import moment_of, today

NOT_SAID = "Not said"


class PastDay(DateInputField):
    """A day that may be today, and is not before the year 2000."""

    def clean(self, value):
        said = super().clean(value)
        if said and not EARLIEST <= said <= today():
            raise forms.ValidationError("The date must be today or in the past, after 1999")
        return said


class OwnCost(Form):
    """What a facilitator paid out of their own pocket."""

    names = {"kind": "what it was for", "words": "what it was", "pence": "how much it was"}
    kind = forms.ChoiceField(label="What was it for?", choices=[("", "Choose one"), *Cost.Kind.choices])
    words = forms.CharField(
        label="What was it?", max_length=120, required=False, help_text="For example, tea and biscuits"
    )
    pence = MoneyField(label="How much, in pounds?", help_text="For example, 12.50")

    def clean(self):
        said = super().clean()
        if said.get("kind") == Cost.Kind.OTHER and not said.get("words"):
            self.add_error("words", "Say what it was")
        return said

    @property
    def said(self):
        """What costs.add and costs.change take, once the form is valid."""
        return dict(self.cleaned_data)


class AnyCost(OwnCost):
    names = OwnCost.names | {"paid_by": "who paid", "funded": "whether it was funded"}
    paid_by = forms.ChoiceField(
        label="Who paid?",
        required=False,
        choices=[*Cost.PaidBy.choices, ("", NOT_SAID)],
        widget=Radios(small=True),
    )
    payer = forms.ModelChoiceField(
        User.objects.none(), label="Which facilitator?", required=False, empty_label="Not known"
    )
    paid_back_on = PastDay(label="Paid back on", required=False, help_text="Left empty, it is still owed.")
    funded = forms.ChoiceField(
        label="Was it funded?",
        required=False,
        choices=[*Cost.Funded.choices, ("", NOT_SAID)],
        widget=Radios(small=True),
    )
    funded_by = forms.CharField(label="Funded by", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payer"].queryset = User.objects.filter(roles__contains=[Role.FACILITATOR]).order_by(
            "name", "pk"
        )

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("What", "kind", "words", "pence"),
            Fieldset("Who paid", "paid_by", "payer", "paid_back_on"),
            Fieldset("Funding", "funded", "funded_by"),
        )
        return helper

    def clean(self):
        said = super().clean()
        if said.get("paid_by") != Cost.PaidBy.FACILITATOR:
            for name in ("payer", "paid_back_on"):
                if said.get(name):
                    self.add_error(name, "Leave this empty, or choose above that a facilitator paid")
        if said.get("funded_by") and said.get("funded") != Cost.Funded.YES:
            self.add_error("funded_by", "Leave this empty, or choose above that it was funded")
        return said


def as_it_stands(cost):
    """The initial values of AnyCost."""
    return {name: getattr(cost, name) for name in AnyCost.base_fields if name != "payer"} | {
        "payer": cost.payer_id
    }


class CostFilter(FromTo):
    """Of the sessions' London days; `owed` is what a facilitator has not got back."""

    mark_optional = False
    names = {"kind": "what it was for", "paid_by": "who paid"}
    since = day("Sessions from")
    until = day("To")
    kind = forms.ChoiceField(label="For", required=False, choices=[("", "Anything"), *Cost.Kind.choices])
    paid_by = forms.ChoiceField(
        label="Paid by",
        required=False,
        choices=[("", "Anybody"), *Cost.PaidBy.choices, ("nobody", NOT_SAID), ("owed", "Not paid back yet")],
    )

    def narrow(self, costs):
        """`costs` as the form asks for them; none while it holds a mistake."""
        if not self.is_valid():
            return costs.none()
        asked = self.cleaned_data
        if asked["since"]:
            costs = costs.filter(session__starts_at__gte=moment_of(asked["since"]))
        if asked["until"]:
            costs = costs.filter(session__starts_at__lt=moment_of(asked["until"] + timedelta(days=1)))
        if asked["kind"]:
            costs = costs.filter(kind=asked["kind"])
        if asked["paid_by"] == "owed":
            return costs.owed()
        if asked["paid_by"]:
            costs = costs.filter(paid_by="" if asked["paid_by"] == "nobody" else asked["paid_by"])
        return costs


class AddQuote(Form):
    names = {"offered_by": "who offered it", "basis": "what it is for", "pence": "the price"}
    offered_by = forms.CharField(label="Offered by", max_length=120)
    basis = forms.ChoiceField(label="The price is", choices=Quote.Basis, widget=Radios(small=True))
    pence = MoneyField(label="Price in pounds, with VAT", help_text="For example, 1,250", least=0)
    offered_on = PastDay(label="Offered on")
    valid_until = DateInputField(label="Valid until", required=False)

    def clean(self):
        said = super().clean()
        if said.get("valid_until") and said.get("offered_on") and said["valid_until"] < said["offered_on"]:
            self.add_error("valid_until", "The quote must be valid on the day it was offered, or later")
        return said
