"""What a coordinator writes to some people, and to whom."""

from django import forms
from django.utils import timezone

from courses.mailings import NOBODY_NAMED
from courses.models import Course, Mailing, Session
from courses.reaching import LIVES, kind_of
from stepforward.outbox.rewording import Wording, mistakes
from stepforward.people.models import Organisation
from stepforward.ui.days import FromTo, day
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes

WHOM = ("session", "course", "organisation", "since", "until", "groups")
ASKED = {
    Mailing.To.SESSION: ("session", "groups"),
    Mailing.To.COURSE: ("course", "since", "until", "groups"),
    Mailing.To.REQUESTERS: ("organisation", "since", "until"),
}


class WriteMailing(FromTo):
    """One of three, by whom it goes `to`. It refuses what could not be sent, and what names nobody."""

    names = {
        "session": "the session",
        "course": "the course",
        "groups": "who should get it",
        "since": "the first day",
        "until": "the last day",
        "subject": "the subject",
        "text": "the text",
    }

    session = forms.ModelChoiceField(Session.objects.none(), label="Session")
    course = forms.ModelChoiceField(Course.objects.all(), label="Course")
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="Organisation", required=False, empty_label="Any organisation"
    )
    since = day("First day")
    until = day("Last day")
    groups = forms.MultipleChoiceField(
        label="Who should get it? People who …", choices=Mailing.Group.choices, widget=Checkboxes
    )
    subject = forms.CharField(label="Subject", max_length=150)
    text = LongTextField(label="Text", max_length=5000, rows=14)

    def __init__(self, *args, to, **kwargs):
        super().__init__(*args, **kwargs)
        self.to = to
        for name in WHOM:
            if name not in ASKED[to]:
                del self.fields[name]
        if to == Mailing.To.SESSION:
            recent = Session.objects.filter(ends_at__gte=timezone.now() - LIVES).select_related("course")
            self.fields["session"].queryset = recent.order_by("-starts_at")
        if to == Mailing.To.COURSE:
            for name, sentence in (("since", "Enter the first day"), ("until", "Enter the last day")):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence
        if to == Mailing.To.REQUESTERS:
            self.fields["since"].label, self.fields["until"].label = "Asked from", "Asked until"

    def clean(self):
        asked = super().clean()
        named = any(asked.get(name) for name in ("organisation", "since", "until"))
        if self.to == Mailing.To.REQUESTERS and not (named or self.errors.keys() & {"since", "until"}):
            self.add_error("organisation", NOBODY_NAMED)
        wording = Wording(asked.get("subject", ""), asked.get("text", ""))
        for where, found in mistakes(kind_of(self.to), wording).items():
            if where in asked:  # what was left out or too long has its own sentence
                for sentence in found:
                    self.add_error(where, sentence)
        return asked

    @property
    def said(self):
        """As the verbs take it."""
        whom = {name: self.cleaned_data.get(name) for name in WHOM}
        words = {name: self.cleaned_data[name] for name in ("subject", "text")}
        return whom | words | {"groups": whom["groups"] or []}


class MailingFilter(Form):
    mark_optional = False
    names = {"state": "which mailings to show", "to": "whom they went to", "q": "what to look for"}
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "All"), ("draft", "Drafts"), ("sent", "Sent"), ("stopped", "Stopped")],
    )
    to = forms.ChoiceField(label="To", required=False, choices=[("", "Anybody"), *Mailing.To.choices])
    q = forms.CharField(label="Words of the subject", required=False, max_length=80)

    def narrow(self, mailings):
        """Those that it asks for; none where it is not understood."""
        if not self.is_valid():
            return mailings.none()
        asked = {name: self.cleaned_data[name] for name in ("state", "to") if self.cleaned_data[name]}
        return mailings.filter(subject__icontains=self.cleaned_data["q"].strip(), **asked)
