"""What `templates/nhsuk/` needs to draw a bound field: which template, which classes, which choices."""

from django import forms, template

from stepforward.ui.errors import all_errors
from stepforward.ui.widgets import DateParts

register = template.Library()


@register.simple_tag
def drawn(field, unmarked=False, label_size="s", hidden_label=False):
    """Everything that a field's template says about `field`, as one dict. Empty means the default."""
    label_size = label_size or "s"
    widget = field.field.widget
    kind = kind_of(widget)
    marking = not unmarked and getattr(field.form, "mark_optional", True)
    marking = marking and field.name not in getattr(field.form, "needed_at_times", ())
    optional = marking and not field.field.required and kind != "checkbox"
    shown = {
        "template": f"nhsuk/widgets/{kind}.html",
        "label": field.label,
        "optional": optional,
        "error": " ".join(str(error) for error in field.errors),
        "hint_id": f"{field.auto_id}_helptext",
        "error_id": f"{field.auto_id}_error",
        "label_class": f" nhsuk-label--{label_size}",
        "legend_class": f" nhsuk-fieldset__legend--{label_size}",
        "hidden_label": hidden_label,
    }
    if kind in {"radios", "checkboxes"}:
        hints = getattr(widget, "hints", {})
        shown |= {
            "inline": getattr(widget, "inline", False),
            "small": getattr(widget, "small", False),
            "choices": list(choices(field, hints)),
        }
    elif kind != "date":
        shown |= {"html": control(field, kind)}
        shown["limit"] = widget.attrs.get("maxlength") if kind == "textarea" else None
    return shown


def kind_of(widget):
    if isinstance(widget, DateParts):
        return "date"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    for kind, name in (
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
    ):
        if isinstance(widget, kind):
            return name
    return "input"


CLASSES = {
    "input": "nhsuk-input",
    "password": "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea",
    "file": "nhsuk-file-upload__input",
    "checkbox": "nhsuk-checkboxes__input",
}
MARKED = {"input": "nhsuk-input--error", "password": "nhsuk-input--error", "select": "nhsuk-select--error"}
MARKED["textarea"] = "nhsuk-textarea--error"


def control(field, kind):
    """The control itself, without a silent cut: browsers drop what exceeds maxlength; we say so instead."""
    widget = field.field.widget
    classes = [CLASSES[kind], widget.attrs.get("class", "")]
    limit = widget.attrs.get("maxlength") if kind == "textarea" else None
    if limit:
        classes.append("nhsuk-js-character-count")
    if field.errors and kind in MARKED:
        classes.append(MARKED[kind])
    attrs = {"class": " ".join(filter(None, classes)), "maxlength": False, "placeholder": False}
    if limit:
        attrs["aria-describedby"] = " ".join(filter(None, [f"{field.auto_id}-info", field.aria_describedby]))
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.NumberInput):
        # Number boxes change under a scrolling mouse and swallow letters; text boxes do not.
        attrs |= {"inputmode": "numeric", "min": False, "max": False, "step": False}
        return field.as_widget(widget=_as_text(widget), attrs=attrs)
    return field.as_widget(attrs=attrs)


def _as_text(widget):
    text = forms.TextInput(attrs=widget.attrs)
    text.is_localized, text.is_required = widget.is_localized, widget.is_required
    return text


def choices(field, hints):
    for number, choice in enumerate(field):
        data = choice.data
        if data["value"] in ("", None) and not data["label"].strip("- "):
            continue  # Django's "---------": among radios, nothing chosen is said by choosing nothing
        yield {
            "id": f"{field.auto_id}_{number}",
            "name": data["name"],
            "value": data["value"],
            "label": data["label"],
            "checked": data["selected"],
            "disabled": data["attrs"].get("disabled"),
            "hint": hints.get(data["value"], hints.get(str(data["value"]))),
        }


@register.simple_tag
def errors_of(*forms_and_formsets):
    """[(target id, message), …] over forms and formsets, in the order of the fields."""
    return all_errors(forms_and_formsets)
