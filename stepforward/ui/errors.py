"""Which errors a page shows in its summary, and which control each of them links to."""

from django import forms
from django.forms.formsets import BaseFormSet

from stepforward.ui.widgets import DateParts


def page_errors(context):
    """Errors of `form`, `formset` and everything in `forms`, wherever the page's context has them."""
    found = [context.get("form"), context.get("formset"), *(context.get("forms") or ())]
    return all_errors(item for item in found if isinstance(item, (forms.BaseForm, BaseFormSet)))


def all_errors(forms_and_formsets):
    errors = []
    for item in forms_and_formsets:
        if item is None or not item.is_bound:
            continue
        if isinstance(item, BaseFormSet):
            errors += [("", message) for message in item.non_form_errors()]
            for form in item.forms:
                errors += _errors_of_form(form)
        else:
            errors += _errors_of_form(item)
    return errors


def _errors_of_form(form):
    errors = [("", message) for message in form.non_field_errors()]
    errors += [
        (target(form[name]), message)
        for name in form.fields
        if name in form.errors
        for message in form[name].errors
    ]
    return errors


def target(field):
    """The id of the first control to mend: the first choice, a date's first wrong box, or the control."""
    widget = field.field.widget
    if isinstance(widget, DateParts):
        return f"{field.auto_id}_{(widget.attrs.get('wrong') or DateParts.parts)[0]}"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{field.auto_id}_0"
    return field.auto_id
