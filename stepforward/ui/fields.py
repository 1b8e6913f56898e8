"""Form fields: a date in three boxes, a clock time in people's own way, long text, a file of one kind."""

import re
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError

from stepforward.ui.widgets import Circles, DateParts, TextArea
from stepforward.ui.wording import say_clock, say_list

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE
)


class DateInputField(forms.Field):
    """A date in three boxes. Messages name the field: "Date of the session must include a month"."""

    widget = DateParts
    default_error_messages = {
        "incomplete": "%(name)s must include %(missing)s",
        "invalid": "%(name)s must be a real date",
        "year": "Year must include 4 numbers",
    }

    def __init__(self, *, name_in_errors=None, **kwargs):
        super().__init__(**kwargs)
        self.name_in_errors = name_in_errors

    def to_python(self, value):
        if not value or isinstance(value, date):
            return value or None
        missing = [part for part in DateParts.parts if not value[part]]
        if len(missing) == 3:
            return None
        if missing:
            self._refuse("incomplete", wrong=missing, missing=say_list(f"a {part}" for part in missing))
        if value["year"].isdecimal() and len(value["year"]) != 4:
            self._refuse("year", wrong=["year"])
        month = value["month"].lower()
        number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else month
        try:
            return date(int(value["year"]), int(number), int(value["day"]))
        except (ValueError, OverflowError):
            self._refuse("invalid")

    def _refuse(self, code, wrong=DateParts.parts, **params):
        # The field is this form's own copy, so its widget may remember which boxes to mark.
        self.widget.attrs["wrong"] = tuple(wrong)
        name = self.name_in_errors or self.label or "Date"
        raise ValidationError(self.error_messages[code], code=code, params={"name": name, **params})


class ClockField(forms.Field):
    """A time of day as people write it: 9:30am, 9.30, 14:00, 2 pm, midday. Cleans to a naive civil `time`."""

    widget = forms.TextInput(attrs={"class": "nhsuk-input--width-5", "autocomplete": "off"})
    default_error_messages = {"invalid": "Enter a time, like 9:30am or 2pm"}

    def to_python(self, value):
        if not value or isinstance(value, time):
            return value if value != "" else None
        text = value.strip().lower()
        if text in {"midday", "noon", "12 noon", "12 midday"}:
            return time(12)
        if text in {"midnight", "12 midnight"}:
            return time(0)
        found = CLOCK.fullmatch(text)
        if not found or not (found["minute"] or found["half"]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
        if half:
            if not 1 <= hour <= 12:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value):
        return say_clock(value) if isinstance(value, time) else value


class LongTextField(forms.CharField):
    """A text area; with `max_length` it shows a character count."""

    def __init__(self, *, rows=4, **kwargs):
        kwargs.setdefault("widget", TextArea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class PdfField(forms.FileField):
    """A PDF up to `megabytes`. What a file is, is told by how it begins, not by its name."""

    default_error_messages = {
        "kind": "The file must be a PDF",
        "size": "The file must be smaller than %(megabytes)dMB",
    }

    def __init__(self, *, megabytes=2, **kwargs):
        super().__init__(**kwargs)
        self.megabytes = megabytes
        self.widget.attrs["accept"] = "application/pdf"

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file or file is initial:
            return file
        if file.size > self.megabytes * 1_000_000:
            raise ValidationError(
                self.error_messages["size"], code="size", params={"megabytes": self.megabytes}
            )
        begins = file.read(5)
        file.seek(0)
        if begins != b"%PDF-":
            raise ValidationError(self.error_messages["kind"], code="kind")
        return file


class ScaleField(forms.TypedChoiceField):
    """A number from 1 to 5 by circles; with `cannot_say`, a text, 0 as well."""

    def __init__(self, *, cannot_say="", **kwargs):
        points = [(point, str(point)) for point in range(1, 6)]
        wrong = "Choose a number from 1 to 5" + (", or that you can’t say" if cannot_say else "")
        super().__init__(
            choices=[*points, *([(0, cannot_say)] if cannot_say else [])],
            coerce=int,
            empty_value=None,
            widget=Circles,
            error_messages={"invalid_choice": wrong},
            **kwargs,
        )
