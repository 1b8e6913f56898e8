from django import forms

from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios


class RightEntry(Form):
    """What the register should have said of one person."""

    names = {"name": "their name", "attended": "whether they attended"}
    mark_optional = False
    name = forms.CharField(label="Name, as it should be on the certificate", max_length=120)
    attended = forms.TypedChoiceField(
        label="Did they attend?",
        choices=[("yes", "Attended"), ("no", "Did not attend")],
        coerce=lambda said: said == "yes",
        widget=Radios(),
    )
