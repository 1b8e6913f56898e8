"""What a copy of a portfolio holds, as its address says it."""

from django import forms

from facilitators.growing import portfolio
from facilitators.growing.progress import months_after
from stepforward.ui.days import FromTo, day
from stepforward.ui.widgets import Checkboxes
from stepforward.ui.wording import say_date


class Copy(FromTo):
    """A year to `today`, unless the address says otherwise."""

    mark_optional = False
    names = {"since": "the first day", "until": "the last day"}
    since = day("From")
    until = day("To")

    def __init__(self, asked, *args, today, **kwargs):
        a_year = {"since": months_after(today, -12).isoformat(), "until": today.isoformat()}
        data = asked.copy()
        for name, usual in a_year.items():
            data.setdefault(name, usual)
        super().__init__(data, *args, **kwargs)
        for name in a_year:
            self.fields[name].required = True

    @property
    def said(self):
        """What portfolio.read takes, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("since", "until")}


class OwnCopy(Copy):
    """With one's reflections to choose from: `written` are all of them, those of the period are shown."""

    names = Copy.names | {"include": "reflections from the list"}
    include = forms.MultipleChoiceField(
        label="Reflections that go into this copy",
        required=False,
        widget=Checkboxes(small=True),
        help_text="None, unless you tick them. The file then holds your words.",
    )

    def __init__(self, *args, written, **kwargs):
        super().__init__(*args, **kwargs)
        self.written = list(written)
        field = self.fields["include"]
        field.choices = [(str(one.pk), _named(one)) for one in self.written]
        if self.is_valid():
            shown = portfolio.within(self.written, **super().said)
            field.widget.choices = [(str(one.pk), _named(one)) for one in shown]

    @property
    def said(self):
        ticked = set(self.cleaned_data["include"])
        return super().said | {"reflections": [one for one in self.written if str(one.pk) in ticked]}


def _named(reflection):
    session = reflection.assignment.session
    return f"{say_date(session.starts_at)}, {session.course}"
