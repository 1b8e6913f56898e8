"""Places for a department: keeping them, taking one, adding names, giving some back; and swapping a name."""

import re

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.forms.booking import Book
from stepforward.people.models import Organisation
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes, Radios, ShortNumber
from stepforward.ui.wording import say_when, today

AT_ONCE = 100
LINE = re.compile(r"(?P<name>.*?)[\s,;]*<?(?P<email>[^\s,;<>]+@[^\s,;<>]+)>?\s*")


class KeepPlaces(Form):
    names = {
        "sessions": "at least one session",
        "places": "how many places",
        "department": "the department",
        "contact_name": "the contact’s name",
        "contact_email": "the contact’s email address",
        "names_by": "the last day for names",
    }

    department = forms.CharField(max_length=120, help_text="As its people call it: Pharmacy, Ward 7.")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="None of them"
    )
    contact_name = forms.CharField(label="Name", max_length=120)
    contact_email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="Two links go there: one to pass on, and one to see and change the names.",
    )
    places = forms.IntegerField(
        label="Places in each session", min_value=1, max_value=500, widget=ShortNumber(3)
    )
    names_by = DateInputField(
        label="Last day for names",
        help_text="After that day, places without a name go to others. We remind the contact 3 days before.",
    )
    sessions = forms.TypedMultipleChoiceField(label="In which sessions", coerce=int, widget=Checkboxes())

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = {session.pk: session for session in sessions}
        self.fields["organisation"].queryset = Organisation.objects.current(today())
        self.fields["sessions"].choices = [
            (pk, f"{say_when(one.starts_at)}, {one.place}: {one.said_left}")
            for pk, one in self.sessions.items()
        ]

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("For whom", "department", "organisation"),
            Fieldset("Who sees to the names", "contact_name", "contact_email"),
            Fieldset("How many, and until when", "places", "names_by", "sessions"),
        )
        return helper

    @property
    def said(self):
        chosen = [self.sessions[pk] for pk in self.cleaned_data["sessions"]]
        return self.cleaned_data | {"sessions": chosen}


class OneOfTheSessions:
    """Mixin: a radio for each session of the block; none is asked where there is only one."""

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {kept.pk: kept for kept in parts}
        if len(self.parts) == 1:
            del self.fields["kept"]
        else:
            self.fields["kept"].choices = [
                (pk, f"{say_when(kept.session.starts_at)}: {kept.left} left")
                for pk, kept in self.parts.items()
            ]

    @property
    def kept(self):
        pk = self.cleaned_data.get("kept") or next(iter(self.parts))
        return self.parts[pk]

    @property
    def said(self):
        said = getattr(super(), "said", None) or dict(self.cleaned_data)
        return {name: value for name, value in said.items() if name != "kept"}


def _which():
    return forms.TypedChoiceField(label="Which session?", coerce=int, widget=Radios())


class TakePlace(OneOfTheSessions, Book):
    names = Book.names | {"kept": "a session"}
    kept = _which()


class AddNames(OneOfTheSessions, Form):
    names = {"kept": "a session", "people": "at least one person"}
    kept = _which()
    people = LongTextField(
        label="Who comes?",
        max_length=10_000,
        rows=4,
        help_text="One person a line: name, email address. Each gets their own confirmation.",
    )

    def clean_people(self):
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > AT_ONCE:
            raise ValidationError(f"Add at most {AT_ONCE} people at a time")
        people, seen = [], set()
        for number, line in enumerate(lines, 1):
            found = LINE.fullmatch(line)
            name = found["name"].strip(" ,;\t\"'") if found else ""
            if not found or not name or len(name) > 120 or not _is_email(found["email"]):
                raise ValidationError(
                    f"Line {number} must be a name and an email address, like: Sam Asante, sam@example.com"
                )
            if found["email"].lower() in seen:
                raise ValidationError(f"Line {number} has an email address that is there already")
            seen.add(found["email"].lower())
            people.append((name, found["email"]))
        return people


class GiveBack(OneOfTheSessions, Form):
    names = {"kept": "a session", "places": "how many places"}
    kept = _which()
    places = forms.IntegerField(
        label="How many places are not needed?", min_value=1, max_value=500, widget=ShortNumber(3)
    )


class SwapName(Form):
    names = {"name": "the name of who comes instead", "email": "their email address"}
    name = forms.CharField(label="Name of who comes instead", max_length=120)
    email = forms.EmailField(
        label="Their email address", max_length=254, help_text="They get their own confirmation and link."
    )


def _is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
