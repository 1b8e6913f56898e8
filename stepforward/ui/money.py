"""Money: whole pence in code and in the database, pounds on the screen. No float is ever between them."""

import re

from django import forms
from django.core.exceptions import ValidationError

MOST = 100_000_000  # pence of any one amount: a million pounds
POUNDS = re.compile(
    r"(?:£|gbp)?(?P<pounds>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})?(?:\.(?P<pence>[0-9]{1,2}0*))?(?:£|gbp|pounds?)?"
)
PENCE = re.compile(r"(?P<pence>[0-9]{1,9})(?:p|pence)")


def read_pence(text):
    """The pence of an amount as people write it: £1,234.50, 1234.5, 1 234.50, 12 pounds, 50p. None for
    anything else: for "12,50", whose comma may mean either, and for more than two decimals."""
    said = re.sub(r"\s", "", text).lower().removesuffix("/-")
    if found := PENCE.fullmatch(said):
        return int(found["pence"])
    found = POUNDS.fullmatch(said)
    if not found or not (found["pounds"] or found["pence"]):
        return None
    pounds = int((found["pounds"] or "0").replace(",", ""))
    return pounds * 100 + int((found["pence"] or "0").ljust(2, "0")[:2])


def say_pounds(pence):
    """£1,234.50 of 123450, £1,234 of 123400; with a minus before the sign for what is below nothing."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}" + (f".{rest:02}" if rest else "")


def in_pounds(pence):
    """1234.50: for a column of numbers, as text so that no digit changes on its way."""
    return f"{pence // 100}.{pence % 100:02}"


class MoneyField(forms.CharField):
    """An amount in pounds; cleans to whole pence, from `least` to `most`."""

    default_error_messages = {
        "invalid": "Enter an amount in pounds and pence, like 12.50",
        "least": "The amount must be %(bound)s or more",
        "most": "The amount must be %(bound)s or less",
    }

    def __init__(self, *, least=1, most=MOST, **kwargs):
        kwargs.setdefault(
            "widget",
            forms.TextInput({"class": "nhsuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}),
        )
        super().__init__(max_length=40, **kwargs)
        self.least, self.most = least, most

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return None
        pence = read_pence(text)
        if pence is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        for code, bound, outside in (
            ("least", self.least, pence < self.least),
            ("most", self.most, pence > self.most),
        ):
            if outside:
                raise ValidationError(
                    self.error_messages[code], code=code, params={"bound": say_pounds(bound)}
                )
        return pence

    def prepare_value(self, value):
        return in_pounds(value) if isinstance(value, int) else value
