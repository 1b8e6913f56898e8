from django import forms
from django.core.exceptions import ValidationError

from stepforward.importing.files import MOST_BYTES, TOO_BIG
from stepforward.importing.models import Line, Meaning
from stepforward.importing.understanding import AS_WRITTEN
from stepforward.people.models import Organisation
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios

Subject = Meaning.Subject


class Bring(Form):
    names = {"file": "a file"}
    file = forms.FileField(
        label="Spreadsheet",
        help_text="An Excel workbook (.xlsx) or a .csv file, smaller than 10MB.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(TOO_BIG)
        return self.cleaned_data["file"]


class Which(Form):
    verdict = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All rows"), *Line.Verdict.choices]
    )


class Confirm(Form):
    """One field for each question of a run; what is left open stays doubtful."""

    mark_optional = False

    def __init__(self, data=None, *, questions):
        super().__init__(data)
        self.asked = {}
        organisations = None
        for number, (subject, said, suggestion, *more) in enumerate(questions):
            if more:
                asks, choices = more
                field = forms.ChoiceField(
                    label=asks, choices=list(choices.items()), widget=Radios(small=True)
                )
            elif subject == Subject.ORGANISATION:
                organisations = organisations or _organisations()
                field = forms.ChoiceField(label=f"Which organisation is “{said}”?", choices=organisations)
            elif subject == Subject.PEOPLE:
                field = forms.IntegerField(
                    label=f"How many people is “{said}”?",
                    min_value=1,
                    max_value=1000,
                    widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-5"}),
                )
            else:
                field = forms.ChoiceField(
                    label=f"Signed: “{said}”. Did they attend?",
                    choices=[("attended", "Yes"), ("absent", "No")],
                    widget=Radios(),
                )
            field.required, field.initial = False, suggestion
            name = f"question_{number}"
            self.fields[name], self.asked[name] = field, (subject, said)

    def meanings(self):
        """{(subject, said): means} of what was answered."""
        answers = {self.asked[name]: self.cleaned_data[name] for name in self.asked}
        return {asked: str(means) for asked, means in answers.items() if means not in (None, "")}


def _organisations():
    current = Organisation.objects.filter(valid_to=None).values_list("ods_code", "name")
    return [
        ("", "Not sure yet"),
        *((code, f"{name} ({code})") for code, name in current),
        (AS_WRITTEN, "None of these: keep the name as it is written"),
    ]
