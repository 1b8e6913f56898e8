"""What coders tick, and what a theme is made of."""

import uuid

from django import forms

from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes

NONE_OF_THESE = "none"


class Code(Form):
    """The themes of a codebook, with those that are `suggested` marked as such."""

    names = {"themes": "the themes you find, or that there is none"}
    themes = forms.MultipleChoiceField(
        label="Which themes does it hold?",
        widget=Checkboxes(small=True),
        error_messages={"required": "Tick each theme that you find, or that there is none"},
    )

    def __init__(self, *args, themes, suggested=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.of_code = {theme.code: theme for theme in themes}
        field = self.fields["themes"]
        field.choices = [
            *((theme.code, theme.name) for theme in themes),
            (NONE_OF_THESE, "None of these"),
        ]
        field.widget.hints = {
            theme.code: f"Suggested, not chosen. {theme.covers}" if theme.pk in suggested else theme.covers
            for theme in themes
        }

    def clean_themes(self):
        chosen = self.cleaned_data["themes"]
        if NONE_OF_THESE in chosen and len(chosen) > 1:
            raise forms.ValidationError("Tick themes, or that there is none, but not both")
        return [self.of_code[code] for code in chosen if code != NONE_OF_THESE]


class WriteTheme(Form):
    names = {"name": "what the theme is called", "covers": "what it covers", "example": "the example"}
    name = forms.CharField(label="Theme", max_length=120)
    covers = LongTextField(label="What it covers", max_length=300, rows=2)
    example = LongTextField(
        label="An example",
        max_length=300,
        rows=2,
        required=False,
        help_text="Made up. Never somebody’s own words.",
    )


def key_of(said):
    """A comment's key from an address or a form; None where it is none."""
    try:
        return uuid.UUID(said or "")
    except ValueError:
        return None
