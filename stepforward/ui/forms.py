"""Base forms: plain-English messages and the crispy helper that goes with `templates/nhsuk/`.

Pages write `<form method="post" novalidate>{% csrf_token %}{% crispy form %}{% button "Send" %}</form>`:
the form tag, its token and its buttons stand in the template, where they can be read; crispy draws the fields
alone (so there is never a second token), and base.html draws the error summary above the heading.
"""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from stepforward.ui.fields import ClockField, DateInputField
from stepforward.ui.plain_text import PlainText

CHOSEN = (
    forms.ChoiceField,
    forms.ModelChoiceField,
    forms.MultipleChoiceField,
    forms.ModelMultipleChoiceField,
)

DASHES = "---------"  # what Django writes for a choice not made


class PlainEnglish:
    """Mixin for forms. `names` says how messages name a field where its label does not fit a sentence.

    {"email": "your email address"} gives "Enter your email address". Messages that a field was given stay.
    `needed_at_times` names fields that may stay empty or not, as others are answered: no label calls them
    optional.
    """

    names = {}
    mark_optional = True
    needed_at_times = ()
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, field in self.fields.items():
            if field.label is None:
                field.label = key.replace("_", " ").capitalize()
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
                field.empty_label = "Choose one"
            elif isinstance(field, forms.TypedChoiceField) and DASHES in dict(field.choices).values():
                field.choices = [(value, text if value else "Choose one") for value, text in field.choices]
            name = self.names.get(key) or in_a_sentence(str(field.label))
            for code, message in messages_for(field, name).items():
                if field.error_messages.get(code) is default_message(field, code):
                    field.error_messages[code] = message
            if isinstance(field, forms.CharField):
                allow_plain_text_alone(field, at_the_start(name))
            if isinstance(field, DateInputField) and not field.name_in_errors:
                field.name_in_errors = at_the_start(name)

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class Form(PlainEnglish, forms.Form):
    pass


class ModelForm(PlainEnglish, forms.ModelForm):
    pass


def in_a_sentence(label):
    """A label as it stands within a sentence: "Team size" becomes "team size"; NHS and ODS stay."""
    label = label.rstrip("?:")
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def at_the_start(name):
    return name[:1].upper() + name[1:]


def allow_plain_text_alone(field, start):
    """A text area holds lines, everything else one; a password anything but NUL, which Django refuses."""
    if isinstance(field.widget, forms.PasswordInput):
        return
    kept = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    field.validators = [*kept, PlainText(start, lines=isinstance(field.widget, forms.Textarea))]


def default_message(field, code):
    """The message that the field's class gives `code`, or None where it gives none."""
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return kind.default_error_messages[code]
    return None


def messages_for(field, name):
    """Error code to message. Only those with parameters are %-formatted, so only they escape it."""
    start = at_the_start(name)
    start_escaped = start.replace("%", "%%")
    messages = {
        "required": f"Enter {name}",
        "max_length": f"{start_escaped} must be %(limit_value)d characters or fewer",
        "min_length": f"{start_escaped} must be %(limit_value)d characters or more",
        "min_value": f"{start_escaped} must be %(limit_value)s or more",
        "max_value": f"{start_escaped} must be %(limit_value)s or fewer",
    }
    if isinstance(field, CHOSEN):
        messages |= {"required": f"Select {name}", "invalid_choice": f"Select {name}"}
    elif isinstance(field, forms.BooleanField):
        messages["required"] = "Tick the box to go on"
    elif isinstance(field, forms.FileField):
        messages |= {"required": f"Choose {name}", "empty": "The file is empty", "missing": f"Choose {name}"}
    elif isinstance(field, forms.EmailField):
        messages["invalid"] = "Enter an email address in the correct format, like name@example.com"
    elif isinstance(field, forms.URLField):
        messages["invalid"] = "Enter a web address in the correct format, like https://example.com"
    elif isinstance(field, forms.IntegerField):
        messages["invalid"] = f"{start} must be a whole number, like 20"
    elif isinstance(field, ClockField):
        messages["invalid"] = f"{start} must be a time, like 9:30am or 2pm"
    return messages
