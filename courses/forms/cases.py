"""Writing a case, looking for one, and checking that nobody can be known from it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from courses.models import CaseClearance, CaseReport
from courses.models.case_clearance import Point
from courses.models.training_request import Focus, Setting
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes, Radios

HINTS = {
    Point.NAMES: "No names, initials, nicknames or numbers of patients, families or staff.",
    Point.PLACES: "No hospital, ward, town or team by name; only what kind of place it was.",
    Point.DATES: "No date, season or news that says when; ages only as “in her forties”.",
    Point.ROLES: "No grade, specialty, background or combination of them that few people have.",
    Point.CONDITIONS: "No rare illness, treatment or outcome; nothing from the press or an inquest.",
    Point.WORDS: "No email, message, picture or striking phrase that its author would recognise.",
    Point.INTRUDER: "Not even a colleague or relative who reads it, asks around and searches the web.",
}


class CaseFilter(Form):
    mark_optional = False
    names = {
        "q": "what to look for",
        "theme": "a theme",
        "setting": "a setting",
        "staff_group": "a staff group",
        "state": "which cases to show",
    }
    q = forms.CharField(label="Words in it", required=False, max_length=80)
    theme = forms.ChoiceField(required=False, choices=[("", "Any theme"), *Focus.choices])
    setting = forms.ChoiceField(required=False, choices=[("", "Any setting"), *Setting.choices])
    staff_group = forms.ChoiceField(required=False, choices=[("", "Any staff group"), *StaffGroup.choices])
    state = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All but retired"), *CaseReport.State.choices]
    )

    def __init__(self, *args, writes, **kwargs):
        super().__init__(*args, **kwargs)
        if not writes:
            del self.fields["state"]


class WriteCase(Form):
    names = {
        "title": "a title",
        "story": "what happened",
        "setting": "where it happened",
        "themes": "at least one theme",
        "learning_points": "at least one learning point",
        "questions": "the questions",
        "readers": "who may see it",
    }

    title = forms.CharField(
        label="Title", max_length=120, help_text="A few plain words, like “The joke at handover”."
    )
    story = LongTextField(
        label="What happened",
        max_length=6000,
        rows=14,
        help_text="Leave out names, places and dates. End where the group should begin to talk.",
    )
    setting = forms.ChoiceField(label="Where does it happen?", choices=Setting, widget=Radios(small=True))
    themes = forms.MultipleChoiceField(
        label="What is it about?", choices=Focus, widget=Checkboxes(small=True)
    )
    staff_groups = forms.MultipleChoiceField(
        label="Whom does it speak to?",
        choices=StaffGroup,
        required=False,
        widget=Checkboxes(small=True),
        help_text="Leave empty if it speaks to everybody.",
    )
    questions = LongTextField(
        label="Questions for discussion", max_length=2000, required=False, rows=5, help_text="One a line."
    )
    learning_points = LongTextField(
        label="Learning points",
        max_length=2000,
        rows=5,
        help_text="What people should take away. One a line.",
    )
    readers = forms.ChoiceField(
        label="Who may see it, once it is in use?", choices=CaseReport.Readers, widget=Radios()
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("The case", "title", "story", "based_on"),
            Fieldset("For the discussion", "questions", "learning_points"),
            Fieldset("How it is found", "themes", "setting", "staff_groups"),
            Fieldset("Who sees it", "readers"),
        )
        return helper

    @property
    def said(self):
        """What cases.write takes, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "based_on"}


class CheckCase(Form):
    """The checklist: every point has to be ticked, which the verb says."""

    mark_optional = False
    names = {"points": "what is true of the case", "basis": "how the case came about"}

    points = forms.MultipleChoiceField(
        label="Is all of this true of the case?",
        choices=Point,
        required=False,
        widget=Checkboxes(hints=HINTS),
    )
    basis = forms.ChoiceField(label="How did it come about?", choices=CaseClearance.Basis, widget=Radios())
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)


class FindCase(Form):
    mark_optional = False
    q = forms.CharField(label="Another case", required=False, max_length=80)
    names = {"q": "what to look for"}
