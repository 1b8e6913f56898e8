from django import forms

from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.wording import kind_in_words
from stepforward.ui.forms import Form


class EmailFilter(Form):
    """Which emails to list. `kinds` are those that there are."""

    q = forms.CharField(
        label="Name or address", required=False, max_length=120, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *OutgoingEmail.State.choices]
    )
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind, kind_in_words(kind)) for kind in kinds]
        self.fields["kind"].choices = [("", "Every kind"), *kinds]

    def narrow(self, emails):
        """`emails` as the form asks for them; all of them while it holds a mistake."""
        if not self.is_valid():
            return emails
        asked = self.cleaned_data
        if asked["q"]:
            emails = emails.addressed_to(asked["q"])
        if asked["state"]:
            emails = emails.filter(state=asked["state"])
        if asked["kind"]:
            emails = emails.filter(kind=asked["kind"])
        return emails
