"""What people should know and bring: for every session of a course, or for one."""

from django import forms

from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form


class Joining(Form):
    """Of a session, what is left empty is the course's."""

    mark_optional = False
    names = {"joining_instructions": "the joining instructions", "what_to_bring": "what to bring"}

    joining_instructions = LongTextField(
        label="Joining instructions",
        max_length=4000,
        required=False,
        rows=9,
        help_text="How the session runs, when doors open, refreshments, where to turn if it gets difficult. "
        "Time, place, getting there and getting in stand in the email already.",
    )
    what_to_bring = forms.CharField(
        label="What to bring",
        max_length=300,
        required=False,
        help_text="For example, your staff badge, and a pen.",
    )
