"""Parts of a form's layout that crispy does not have."""

from crispy_forms.layout import Div
from django.template.loader import render_to_string


class Details(Div):
    """Fields that few people need, behind a line that opens them; without JavaScript, too. It stands open
    where one of them is filled in or wrong, so that nothing is hidden from whoever has to mend it."""

    def __init__(self, summary, *fields):
        super().__init__(*fields)
        self.summary = summary

    def render(self, form, context, template_pack=None, **kwargs):
        names = [pointer.name for pointer in self.get_field_names()]
        shown = {
            "summary": self.summary,
            "fields": self.get_rendered_fields(form, context, template_pack, **kwargs),
            "open": any(name in form.errors or form[name].value() for name in names),
        }
        return render_to_string("nhsuk/layout/details.html", shown)
