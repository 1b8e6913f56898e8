"""Days that people name in a line of text: "24 May or 8 July"."""

import re

from django import forms

from stepforward.importing.dates import WEEKDAY, days_in

AT_MOST = 12
WORDS = r"\b(?:or|and|on|the|of|either|else|otherwise|maybe|perhaps)\b"
BETWEEN = re.compile(WORDS + r"|[\s,;/&.+?()]", re.IGNORECASE)


def named_days(text, *, today):
    """The days, sorted and each once; where no year is said, the next one. Raises ValidationError where
    something of the text is not understood, so that no day is lost."""
    if not text.strip():
        return []
    found = days_in(text, near=today)
    rest, at = "", 0
    for one in found:
        rest, at = rest + text[at : one.start] + " ", one.end
    rest = BETWEEN.sub("", WEEKDAY.sub("", rest + text[at:]))
    days = sorted({one.day for one in found})
    if rest or not days:
        raise forms.ValidationError("Write each date with its month, like 24 May or 8 July")
    if len(days) > AT_MOST:
        raise forms.ValidationError(f"Name at most {AT_MOST} dates")
    if days[0] < today:
        raise forms.ValidationError("Every date must be today or in the future")
    return days
