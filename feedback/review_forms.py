"""What reviewers of comments choose and write."""

from django import forms

from feedback import coding_queue
from feedback.models import Comment, Consent, Questionnaire
from feedback.questions import COMMENT, LONGEST_COMMENT
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios

ANY_STATE = "all"


class CommentFilter(Form):
    """Shows what has not been read, unless another state is asked for."""

    mark_optional = False
    names = {"theme": "a theme from the list"}
    state = forms.ChoiceField(
        label="State", choices=[*Comment.State.choices, (ANY_STATE, "Read and not read")], required=False
    )
    course = forms.ChoiceField(label="Course", required=False)
    question = forms.ChoiceField(label="Question", required=False)
    theme = forms.ModelChoiceField(
        coding_queue.themes(),
        label="Theme",
        required=False,
        empty_label="Any theme",
    )
    consent = forms.ChoiceField(
        label="Quoting", choices=[("", "Whatever they agreed to"), *Consent.choices], required=False
    )
    flagged = forms.ChoiceField(
        label="Concerns", choices=[("", "With and without"), ("yes", "Only with a concern")], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        courses, questions = {}, {}
        versions = Questionnaire.objects.asked().select_related("course")
        for one in versions.order_by("course__name", "-version"):
            courses[one.course.code] = one.course.name
            for question in one.questions:
                if question["kind"] == COMMENT:
                    questions.setdefault(question["code"], question["text"])
        self.fields["course"].choices = [("", "Any course"), *courses.items()]
        self.fields["question"].choices = [("", "Any question"), *questions.items()]

    def narrow(self, comments):
        """`comments` as the form asks for them; none while it holds a mistake."""
        if not self.is_valid():
            return comments.none()
        asked = self.cleaned_data
        state = asked["state"] or (ANY_STATE if asked["flagged"] else Comment.State.NEW)
        if state != ANY_STATE:
            comments = comments.filter(state=state)
        if asked["course"]:
            comments = comments.of_course(asked["course"])
        if asked["theme"]:
            coded = asked["theme"].codings.filter(as_second=False)
            comments = comments.filter(pk__in=coded.values("comment"))
        if asked["flagged"]:
            comments = comments.filter(flagged=True)
        same = {name: asked[name] for name in ("question", "consent") if asked[name]}
        return comments.filter(**same)


class Hide(Form):
    names = {"because": "why you withhold it"}
    because = forms.ChoiceField(
        label="Why?", choices=Comment.Reason, widget=Radios(small=True), required=True
    )


class Flag(Form):
    names = {"note": "what worries you, and whom you tell"}
    note = forms.CharField(
        label="What worries you, and whom do you tell?",
        max_length=300,
        help_text="No names here, please.",
    )


class Redact(Form):
    names = {"text": "the words to show"}
    text = LongTextField(label="The words to show", max_length=LONGEST_COMMENT, rows=6)

    def __init__(self, *args, written, **kwargs):
        super().__init__(*args, **kwargs)
        self.written = written

    def clean_text(self):
        text = self.cleaned_data["text"]
        if text == self.written.strip():
            raise forms.ValidationError("You have not changed a word yet")
        return text
