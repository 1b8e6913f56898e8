from django import forms

from courses.models import QualityDomain
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes


class ServedDomain(forms.ModelMultipleChoiceField):
    def label_from_instance(self, domain):
        return f"{domain} ({domain.framework})"


class Served(Form):
    """Which quality domains a course serves."""

    mark_optional = False
    domains = ServedDomain(
        label="Domains", queryset=QualityDomain.objects.all(), required=False, widget=Checkboxes()
    )
