from django import forms

from stepforward.outbox.rewording import Wording, mistakes
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form


class WordingForm(Form):
    """What one kind of email says. It refuses what could not be sent; `based_on` is the version it shows."""

    names = {"subject": "the subject", "text": "the text"}

    subject = forms.CharField(label="Subject", max_length=150)
    text = LongTextField(label="Text", max_length=5000, rows=18)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        asked = super().clean()
        wording = Wording(asked.get("subject", ""), asked.get("text", ""))
        for where, found in mistakes(self.kind, wording).items():
            if where in asked:  # what was left out or too long has its own sentence
                for sentence in found:
                    self.add_error(where, sentence)
        return asked

    def wording(self):
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"])
