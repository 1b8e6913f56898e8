"""Asking for a stretch of days, from one to another."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from stepforward.ui.forms import Form

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def day(label):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={
            "invalid": "Enter a real date",
            "min_value": "The date must be after 1999",
            "max_value": "The date must be before 2100",
        },
    )


class FromTo(Form):
    """A form with the days `since` and `until`, both of them meant."""

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the same as or after the first")
        return said
