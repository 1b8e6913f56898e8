"""Adding a material, and changing one."""

from django import forms

from courses.models import Material
from stepforward.inspecting.kinds import kind_of
from stepforward.refusals import Refused
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Radios

WHAT = "PDF, PowerPoint, Word, Excel, OpenDocument, PNG, JPEG or plain text, smaller than 20MB. No macros."
ENDINGS = ".pdf,.pptx,.ppsx,.docx,.xlsx,.odp,.odt,.ods,.png,.jpg,.jpeg,.txt"


class HarmlessFile(forms.FileField):
    """A file of a kind that we take, whatever it is called."""

    widget = forms.FileInput(attrs={"accept": ENDINGS})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file is not initial:
            try:
                kind_of(file)
            except Refused as refused:
                raise forms.ValidationError(refused.why) from refused
        return file


class AddMaterial(Form):
    names = {"title": "a title", "readers": "who gets it", "file": "a file"}

    title = forms.CharField(label="Title", max_length=120, help_text="It becomes the name of the file.")
    readers = forms.ChoiceField(label="Who gets it?", choices=Material.Readers, widget=Radios(small=True))
    file = HarmlessFile(label="File", help_text=WHAT)


class ChangeMaterial(AddMaterial):
    file = HarmlessFile(
        label="Another file in its place",
        required=False,
        help_text=f"{WHAT} Leave empty to keep the one there is.",
    )
