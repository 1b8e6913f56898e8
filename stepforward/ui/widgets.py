"""Widgets that carry what the NHS.UK markup needs beyond Django's own; `templates/nhsuk/` draws them."""

from datetime import date

from django import forms


class Radios(forms.RadioSelect):
    """Radios, `inline` or one below the other, with `hints` for single choices: {value: sentence}."""

    def __init__(self, *args, inline=False, small=False, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.inline, self.small, self.hints = inline, small, hints or {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes for several answers, with `hints` for single choices: {value: sentence}."""

    def __init__(self, *args, small=False, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.small, self.hints = small, hints or {}


class Circles(forms.RadioSelect):
    """A scale drawn as circles, 1 to 5; put `{% scale form.name %}` or `{% before_now … %}` on the page."""


class ShortNumber(forms.NumberInput):
    """A box about as wide as a number of so many `digits` (2, 3, 4 or 5)."""

    def __init__(self, digits):
        super().__init__(attrs={"class": f"nhsuk-input--width-{digits}", "inputmode": "numeric"})


class TextArea(forms.Textarea):
    """A text area whose line breaks count once, as in the browser's counter: LF, not CR LF."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DateParts(forms.Widget):
    """Three boxes: `<name>_day`, `<name>_month`, `<name>_year`. Its value is a dict of what was typed."""

    template_name = "nhsuk/widgets/date_parts.html"
    use_fieldset = True
    parts = ("day", "month", "year")

    def value_from_datadict(self, data, files, name):
        return {part: (data.get(f"{name}_{part}") or "").strip() for part in self.parts}

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}_{part}" not in data for part in self.parts)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, date):
            value = {part: getattr(value, part) for part in self.parts}
        value = value if isinstance(value, dict) else {}
        wrong = self.attrs.get("wrong", self.parts) if (attrs or {}).get("aria-invalid") else ()
        id_ = (attrs or {}).get("id", f"id_{name}")
        context["id"] = id_
        context["boxes"] = [
            {
                "part": part,
                "id": f"{id_}_{part}",
                "name": f"{name}_{part}",
                "value": value.get(part, ""),
                "wrong": part in wrong,
                "width": 4 if part == "year" else 2,
            }
            for part in self.parts
        ]
        return context
