"""What a coordinator writes down for somebody who asked in another way than by the public form."""

from datetime import time, timedelta

from crispy_forms.layout import Fieldset
from django import forms
from django.utils import timezone

from courses.forms.asking import AskForCourse
from courses.history import RECORDED
from stepforward.ui.fields import DateInputField
from stepforward.ui.widgets import Radios
from stepforward.ui.wording import moment_of, today

AT_MOST_AGO = timedelta(days=365)


class RecordRequest(AskForCourse):
    names = AskForCourse.names | {
        "organisation": "their organisation",
        "other_organisation": "the name of their organisation",
        "contact_name": "the contact’s name",
        "contact_email": "the contact’s email address",
        "how": "how they asked",
        "asked_on": "when they asked",
        "acknowledge": "whether they get an email",
    }
    labels = {
        "organisation": "Their organisation",
        "other_organisation": "Name of their organisation",
        "about": "What they told you, in their own words",
        "contact_name": "Contact’s name",
        "contact_email": "Contact’s email address",
        "contact_phone": "Contact’s phone number",
    }

    website = None
    how = forms.ChoiceField(
        label="How did they ask?",
        choices=[(value, words.capitalize()) for value, words in RECORDED.items()],
        widget=Radios(small=True),
        initial="phone",
    )
    asked_on = DateInputField(label="When did they ask?", initial=today)
    acknowledge = forms.ChoiceField(
        label="Send them the email with their private page?",
        choices=[("yes", "Yes"), ("no", "No, they know already")],
        widget=Radios(small=True),
        initial="yes",
        help_text="On it they see where the request stands, and can write to you.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        for name in ("contact_name", "contact_email", "contact_phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["about"].help_text = "Please do not name patients or colleagues."

    @property
    def helper(self):
        helper = super().helper
        helper.layout.insert(0, Fieldset("How they asked", "how", "asked_on"))
        helper.layout.append("acknowledge")
        return helper

    def clean_asked_on(self):
        asked_on = self.cleaned_data["asked_on"]
        if asked_on > today():
            raise forms.ValidationError("The day they asked must be today or in the past")
        if asked_on < today() - AT_MOST_AGO:
            raise forms.ValidationError("The day they asked must be within the past year")
        return asked_on

    @property
    def acknowledges(self):
        return self.cleaned_data["acknowledge"] == "yes"

    @property
    def said(self):
        """What requests.take_down takes, once the form is valid."""
        said = super().said
        asked_at = min(timezone.now(), moment_of(said.pop("asked_on"), time(9)))
        return said | {"asked_at": asked_at, "acknowledge": self.acknowledges}
