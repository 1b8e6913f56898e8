"""What is written on a request: notes among colleagues, and messages to and from the requester."""

from django import forms

from stepforward.people.models import User
from stepforward.people.roles import Permission
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes


class WriteNote(Form):
    prefix = "note"
    names = {"text": "the note"}
    text = LongTextField(
        label="Note for colleagues", max_length=2000, rows=3, help_text="The requester never sees it."
    )


class WriteToUs(Form):
    names = {"text": "the message"}
    text = LongTextField(
        label="Your message to the coordinator",
        max_length=2000,
        rows=4,
        help_text="Please do not name patients or colleagues.",
    )


class Reply(Form):
    """To the contacts of the requests `asked_together`; with one there is nobody to choose."""

    prefix = "reply"
    names = {"to": "who it goes to", "text": "the message"}
    to = forms.TypedMultipleChoiceField(label="To", coerce=int, widget=Checkboxes(small=True))
    text = LongTextField(
        label="Message",
        max_length=2000,
        rows=4,
        help_text="It goes out by email, and stands on their private page, where they can answer.",
    )

    # The newest message that was on the page: what came later is not answered by this.
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, asked_together, **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = {one.pk: one for one in asked_together}
        if len(self.contacts) == 1:
            del self.fields["to"]
        else:
            self.fields["to"].choices = [(pk, one.contact_name) for pk, one in self.contacts.items()]
            self.fields["to"].initial = list(self.contacts)

    @property
    def said(self):
        chosen = self.cleaned_data.get("to", self.contacts)
        seen = self.cleaned_data["seen"] or 0
        return {"to": [self.contacts[pk] for pk in chosen], "text": self.cleaned_data["text"], "seen": seen}


class Settle(Form):
    seen = forms.IntegerField(min_value=1)


class HandOver(Form):
    names = {"to": "who works on it from now on", "words": "what they should know"}
    to = forms.ModelChoiceField(User.objects.none(), label="Who works on it from now on?")
    words = LongTextField(
        label="What should they know?",
        max_length=1500,
        required=False,
        help_text="It stays on the request as a note.",
    )

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = User.objects.who_may(Permission.ANSWER_REQUESTS)
        self.fields["to"].queryset = colleagues.exclude(pk=owner.pk) if owner else colleagues
