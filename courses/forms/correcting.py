from django import forms

from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios


class RightEntry(Form):
    """What the register should have said of one person."""

    names = {"name": "their name", "attended": "whether they attended"}
    mark_optional = False
    name = forms.CharField(label="Name, as it should be on the certificate", max_length=120)
    email = forms.EmailField(
        label="Their email address", max_length=254, help_text="They left none, so nothing was sent to them."
    )
    attended = forms.ChoiceField(
        label="Did they attend?",
        choices=[
            ("yes", "Attended"),
            ("little", "Attended, but did not take part enough for a certificate"),
            ("no", "Did not attend"),
        ],
        widget=Radios(),
    )

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        if reachable:
            del self.fields["email"]

    @property
    def said(self):
        said = dict(self.cleaned_data)
        attended = said.pop("attended")
        return said | {"attended": attended != "no", "took_part": attended != "little"}
