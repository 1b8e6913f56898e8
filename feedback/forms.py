"""The form of one questionnaire: two scales for a then/now question, one for a rating, a box for a
comment."""

from django import forms

from feedback.models import Consent
from feedback.questions import COMMENT, LONGEST_COMMENT, SCALE, THEN_NOW
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Circles, Radios

POINTS = [(point, point) for point in SCALE]
MAY_WE_QUOTE = [
    (Consent.NO, "No"),
    (Consent.REPORTS, "In our reports, without my name"),
    (Consent.PUBLIC, "Also publicly, without my name"),
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
        asked = dict(field for question in questions for field in _fields_of(question))
        self.base_fields = asked | self.base_fields  # the group is asked last
        self.names = {
            question["code"]: "your answer" for question in questions if question["kind"] == COMMENT
        }
        super().__init__(*args, **kwargs)

    def rows(self):
        for question in self.questions:
            names = [name for name, _ in _fields_of(question)]
            yield {
                "kind": question["kind"],
                "text": question["text"],
                "fields": [self[name] for name in names],
            }

    def clean(self):
        said = super().clean()
        for question in self.questions:
            if question["kind"] == THEN_NOW:
                before, now = f"{question['code']}_before", f"{question['code']}_now"
                if said.get(before) and not said.get(now) and now not in self.errors:
                    self.add_error(now, f"Choose a number for now: {question['text']}")
                if said.get(now) and not said.get(before) and before not in self.errors:
                    self.add_error(before, f"Choose a number for before: {question['text']}")
        if not self.errors and not self.answers and not self.comments:
            self.add_error(None, "Answer at least one question, or close this page if you would rather not")
        return said

    @property
    def answers(self):
        """Question code to a value, or to [before, now]."""
        found = {}
        for question in self.questions:
            code, said = question["code"], self.cleaned_data
            if question["kind"] == THEN_NOW and said.get(f"{code}_before") and said.get(f"{code}_now"):
                found[code] = [said[f"{code}_before"], said[f"{code}_now"]]
            elif said.get(code) and question["kind"] != COMMENT:
                found[code] = said[code]
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


def _fields_of(question):
    code, kind, text = question["code"], question["kind"], question["text"]
    if kind == COMMENT:
        yield (
            code,
            LongTextField(label=text, max_length=LONGEST_COMMENT, required=False, rows=3),
        )
        yield f"{code}_consent", _consent()
    elif kind == THEN_NOW:
        yield f"{code}_before", _scale(f"{text}, before")
        yield f"{code}_now", _scale(f"{text}, now")
    else:
        yield code, _scale(text)


def _consent():
    return forms.ChoiceField(
        label="May we quote this?",
        choices=MAY_WE_QUOTE,
        initial=Consent.NO,
        required=False,
        widget=Radios(small=True),
        error_messages={"invalid_choice": "Choose whether we may quote this"},
    )


def _scale(label):
    wrong = {"invalid_choice": "Choose a number from 1 to 5"}
    return forms.TypedChoiceField(
        label=label, choices=POINTS, coerce=int, widget=Circles, required=False, error_messages=wrong
    )
