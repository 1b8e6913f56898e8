"""What a question is written with, one is chosen with, and how the list of questionnaires is narrowed."""

from django import forms

from courses.models import Course
from feedback.models import Wave
from feedback.question_rules import LONGEST_TEXT, kinds_in
from feedback.questions import KINDS
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios


class WriteQuestion(Form):
    """The rules beyond these are feedback.question_rules'; the verb says them, at the field."""

    mark_optional = False
    names = {"text": "the question", "kind": "how it is answered", "options": "the answers"}
    text = LongTextField(label="Question, or sentence to agree with", max_length=LONGEST_TEXT, rows=2)
    kind = forms.ChoiceField(label="How is it answered?", widget=Radios(small=True))
    options = LongTextField(
        label="Answers to choose from",
        help_text="One a line, two to twelve. Only where people choose from several.",
        required=False,
        rows=4,
    )

    def __init__(self, *args, wave, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*kinds_in(wave).items()]

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean_options(self):
        return [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]


class ChooseQuestion(Form):
    """`found` is [(wave, question)]."""

    code = forms.ChoiceField(
        label="Which of them?",
        widget=Radios(small=True),
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choose a question of those below"),
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.choices = [(one["code"], one["text"]) for _, one in found]
        field.widget.hints = {
            one["code"]: f"{KINDS[one['kind']]}. Asked: {Wave(wave).label.lower()}" for wave, one in found
        }


class QuestionnaireFilter(Form):
    mark_optional = False
    course = forms.ModelChoiceField(
        Course.objects.order_by("name"), to_field_name="code", required=False, empty_label="Any course"
    )
    wave = forms.ChoiceField(
        label="When it is asked", choices=[("", "At any time"), *Wave.choices], required=False
    )
    drafts = forms.ChoiceField(
        label="Drafts", choices=[("", "With and without"), ("yes", "Only with a draft")], required=False
    )

    def asked_for(self):
        said = self.cleaned_data
        return {"course": said["course"], "wave": said["wave"], "drafts_only": bool(said["drafts"])}
