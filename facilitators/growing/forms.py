"""What is asked as people grow into the faculty."""

from django import forms

from courses.forms.choices import OTHER, OrganisationField
from stepforward.ui.forms import Form


class Invite(Form):
    names = {
        "email": "their email address",
        "name": "their name",
        "organisation": "their organisation",
        "post": "their post",
        "base": "the town they travel from",
    }

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="They sign in with it, and we write there.",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    organisation = OrganisationField(required=False)
    post = forms.CharField(label="Post", max_length=120, required=False, help_text="Like ST4 paediatrics.")
    base = forms.CharField(label="Town that they travel from", max_length=80, required=False)

    def clean_organisation(self):
        said = self.cleaned_data["organisation"]
        return None if said in ("", OTHER) else said
