"""The form of one questionnaire: two scales for a then/now question, one for a rating, choices, a box for a
comment with what may be quoted of it. No question has to be answered."""

import json
from functools import lru_cache

from django import forms

from feedback.models import Consent
from feedback.questions import (
    COMMENT,
    LONGEST_COMMENT,
    MANY,
    RATING,
    THEN_NOW,
    options_of,
)
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.fields import LongTextField, ScaleField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes, Radios

CANNOT_SAY = "Can’t say"
MAY_WE_QUOTE = [
    (Consent.NO, "No"),
    (Consent.REPORTS, "In reports"),
    (Consent.PUBLIC, "Also publicly"),
]


class Answers(Form):
    """Built from a questionnaire's questions; `rows` walks them with their fields for the page."""

    mark_optional = False
    group = forms.ChoiceField(
        label="Your staff group, if you like",
        help_text="Only counted together with at least nine others, never for this session alone.",
        choices=[("", "I would rather not say"), *StaffGroup.choices],
        required=False,
    )

    def __init__(self, *args, questions, **kwargs):
        self.questions = questions
        asked = dict(field for question in questions for field in _known_fields(json.dumps(question)))
        self.base_fields = asked | self.base_fields  # the group is asked last
        self.names = {
            question["code"]: "your answer" for question in questions if question["kind"] == COMMENT
        }
        super().__init__(*args, **kwargs)

    def rows(self):
        for question in self.questions:
            names = [name for name, _ in _known_fields(json.dumps(question))]
            yield {
                "kind": question["kind"],
                "text": question["text"],
                "fields": [self[name] for name in names],
            }

    def clean(self):
        said = super().clean()
        for question in self.questions:
            if question["kind"] == THEN_NOW:
                before, now = _pair(question["code"])
                if said.get(before) is not None and said.get(now) is None and now not in self.errors:
                    self.add_error(now, f"Choose a number for now: {question['text']}")
                if said.get(now) is not None and said.get(before) is None and before not in self.errors:
                    self.add_error(before, f"Choose a number for before: {question['text']}")
        if not self.errors and not self.answers and not self.comments:
            self.add_error(None, "Answer at least one question, or close this page if you would rather not")
        return said

    @property
    def answers(self):
        """Question code to a value, to [before, now], or to the options chosen."""
        found, said = {}, self.cleaned_data
        for question in self.questions:
            code, kind = question["code"], question["kind"]
            if kind == THEN_NOW:
                answer = [said.get(name) for name in _pair(code)]
                answer = None if None in answer else answer
            else:
                answer = None if kind == COMMENT else said.get(code)
            if answer not in (None, []):
                found[code] = answer
        return found

    @property
    def comments(self):
        """Question code to [text, consent]."""
        said = self.cleaned_data
        return {
            question["code"]: [said[question["code"]], said[f"{question['code']}_consent"] or Consent.NO]
            for question in self.questions
            if question["kind"] == COMMENT and said.get(question["code"])
        }


@lru_cache(maxsize=512)
def _known_fields(question):
    """The (name, field) pairs of a question as JSON. A form copies them, so a full room shares them."""
    return tuple(_fields_of(json.loads(question)))


def _fields_of(question):
    code, kind, text = question["code"], question["kind"], question["text"]
    if kind == COMMENT:
        hint = "Read by those who run the programme, then by your facilitators. Please name nobody."
        yield (
            code,
            LongTextField(label=text, help_text=hint, max_length=LONGEST_COMMENT, required=False, rows=3),
        )
        yield f"{code}_consent", _consent()
    elif kind == THEN_NOW:
        for name, when in zip(_pair(code), ("before", "now"), strict=True):
            yield name, ScaleField(required=False, cannot_say=CANNOT_SAY, label=f"{text}, {when}")
    elif kind == RATING:
        yield code, ScaleField(required=False, cannot_say=CANNOT_SAY, label=text)
    else:
        yield code, _options(question)


def _pair(code):
    return f"{code}_before", f"{code}_now"


def _options(question):
    several = question["kind"] == MANY
    field = forms.TypedMultipleChoiceField if several else forms.TypedChoiceField
    return field(
        label=question["text"],
        help_text="Choose all that fit." if several else "",
        choices=[*options_of(question).items()],
        coerce=int,
        empty_value=[] if several else None,
        widget=Checkboxes(small=True) if several else Radios(small=True),
        required=False,
        error_messages={"invalid_choice": "Choose from the answers below"},
    )


def _consent():
    return forms.ChoiceField(
        label="May we quote this, without your name?",
        choices=MAY_WE_QUOTE,
        initial=Consent.NO,
        required=False,
        widget=Radios(small=True, inline=True),
        error_messages={"invalid_choice": "Choose whether we may quote this"},
    )
