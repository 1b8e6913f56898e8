"""Lengths of time: whole minutes in code and in the database, hours and minutes on the screen."""

import re

from django import forms
from django.core.exceptions import ValidationError

HOURS_MINUTES = re.compile(
    r"(?:(?P<hours>[0-9]{1,3})\s*(?:h|hrs?|hours?))?\s*(?:(?P<minutes>[0-9]{1,4})\s*(?:m|mins?|minutes?)?)?"
)
CLOCK = re.compile(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])")
DECIMAL = re.compile(
    r"(?P<whole>[0-9]{0,3})(?:\.(?P<part>[0-9]{1,2}))?\s*(?P<unit>h|hrs?|hours?)?", re.IGNORECASE
)


def read_minutes(text):
    """The minutes of 2, 1.5, 1:30, 1h 30, 90 min: a number alone is hours. None for anything else."""
    said = text.strip().lower()
    if found := CLOCK.fullmatch(said):
        return int(found["hours"]) * 60 + int(found["minutes"])
    found = DECIMAL.fullmatch(said)
    if found and (found["whole"] or found["part"]):
        hundredths = int((found["part"] or "0").ljust(2, "0"))
        return int(found["whole"] or "0") * 60 + (hundredths * 60 + 50) // 100
    found = HOURS_MINUTES.fullmatch(said)
    if found and (found["hours"] or found["minutes"]):
        return int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    return None


def say_minutes(minutes):
    """2 hours, 1 hour 30 minutes, 45 minutes, none."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours:,} hour{'' if hours == 1 else 's'}"] if hours else []
    said += [f"{rest} minute{'' if rest == 1 else 's'}"] if rest else []
    return " ".join(said) or "none"


class DurationField(forms.CharField):
    """A length of time as people write it; cleans to whole minutes, at most `most`."""

    default_error_messages = {
        "invalid": "Enter a length of time, like 1:30 or 45 min",
        "most": "The time must be %(most)s or less",
    }

    def __init__(self, *, most, **kwargs):
        widget = forms.TextInput({"class": "nhsuk-input--width-5", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **kwargs)
        self.most = most

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return 0
        minutes = read_minutes(text)
        if minutes is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if minutes > self.most:
            params = {"most": say_minutes(self.most)}
            raise ValidationError(self.error_messages["most"], code="most", params=params)
        return minutes

    def prepare_value(self, value):
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value
