"""What facilitators post when they say when they are free: tiles, their usual week, one weekday in one go,
and what they ask of us."""

from datetime import date, timedelta

from django import forms

from courses.models.training_request import DayPart, Weekday
from facilitators.models import Facilitator, Level
from facilitators.models.facilitator import MOST_MILES, MOST_NOTICE
from facilitators.saying.expanding import horizon
from facilitators.travelling.towns import known
from stepforward.ui.fields import DateInputField
from stepforward.ui.forms import Form, ModelForm
from stepforward.ui.widgets import ShortNumber
from stepforward.ui.wording import say_date, say_day_short

PARTS = DayPart.values
LETTERS = {"": "-", Level.YES: "y", Level.IF_NEEDED: "i", Level.NO: "n"}
LEVELS = {letter: level for level, letter in LETTERS.items()}


def tile_name(day, part):
    return f"{day}-{part}"


def upcoming_parts(first, weeks, today):
    """The (day, part) pairs of `weeks` weeks from the Monday `first` that are not over on the date
    `today`."""
    days = (first + timedelta(days=n) for n in range(7 * weeks))
    return [(day, part) for day in days if day >= today for part in DayPart.values]


class Tiles(Form):
    """One choice for each of `parts`, pairs of a day or weekday and a part. What is not posted, and what is
    no tile of these, does not count."""

    def __init__(self, *args, parts, **kwargs):
        self.parts = parts
        super().__init__(*args, **kwargs)

    @property
    def tiles(self):
        return {tile_name(day, part): (day, part) for day, part in self.parts}

    def clean(self):
        self.said = {}
        for name, (day, part) in self.tiles.items():
            if name not in self.data:
                continue
            level = self.data[name]
            if level and level not in Level.values:
                where = f"{self.name_of(day)}, {DayPart(part).label.lower()}"
                self.add_error(None, f"{where}: choose Yes, If needed, No or –")
            else:
                self.said[day, part] = level or None
        return super().clean()


class Said(Tiles):
    """Tiles of particular days. Where the page says what it showed (`was`), only what is different from that
    counts: a page that lay open does not take back what was said on another device meanwhile."""

    name_of = staticmethod(say_day_short)

    def clean(self):
        cleaned = super().clean()
        was = read_shown(self.data.get("was", ""))
        self.said = {
            when: level for when, level in self.said.items() if when not in was or was[when] != level
        }
        return cleaned


def shown(parts, said):
    """What a page shows of whole days one after the other, as a short text for its form."""
    if not parts:
        return ""
    return f"{parts[0][0]} " + "".join(LETTERS[said.get(when) or ""] for when in parts)


def read_shown(text):
    """{(day, part): level or None} of such a text; empty where it is none."""
    begins, _, letters = text[:1000].partition(" ")
    try:
        first = date.fromisoformat(begins)
        return {
            (first + timedelta(days=n // len(DayPart)), DayPart.values[n % len(DayPart)]): LEVELS[letter]
            or None
            for n, letter in enumerate(letters)
        }
    except (ValueError, KeyError, OverflowError):
        return {}


class OneWeekday(Form):
    """All of one weekday on the page in one go."""

    mark_optional = False
    weekday = forms.TypedChoiceField(label="Weekday", choices=Weekday, coerce=int)
    part = forms.ChoiceField(label="Part", choices=[("", "All day"), *DayPart.choices], required=False)
    level = forms.ChoiceField(label="Answer", choices=Level)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="all", **kwargs)


class UsualWeek(Tiles):
    """The parts of a week, and from when to when it is like that."""

    mark_optional = False
    names = {"starts_on": "the first day", "ends_on": "the last day"}
    starts_on = DateInputField(label="From")
    ends_on = DateInputField(
        label="Until (leave empty if you do not know yet)", required=False, name_in_errors="The last day"
    )

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(
            *args, parts=[(day, part) for day in Weekday.values for part in DayPart.values], **kwargs
        )

    @staticmethod
    def name_of(weekday):
        return Weekday(weekday).label

    def clean_starts_on(self):
        starts_on, last = self.cleaned_data["starts_on"], horizon(self.today)
        if starts_on < self.today:
            raise forms.ValidationError("The first day must be today or in the future")
        if starts_on > last:
            raise forms.ValidationError(f"The first day must be {say_date(last)} or before")
        return starts_on

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and ends_on.year > self.today.year + 5:
            raise forms.ValidationError("The last day must be within five years")
        return ends_on

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be the first day or later")
        return cleaned


class Wishes(ModelForm):
    sessions_a_month = forms.IntegerField(
        label="At most how many sessions a month?",
        min_value=0,
        max_value=31,
        help_text="We do not suggest you for more. With 0 we ask you for none.",
        widget=ShortNumber(2),
        error_messages={"required": "Enter how many sessions a month, like 2"},
    )
    base = forms.CharField(
        label="Which town do you travel from?", max_length=80, required=False, help_text="Like Bolton"
    )
    miles_at_most = forms.IntegerField(
        label="At most how many miles do you travel?",
        min_value=0,
        max_value=MOST_MILES,
        required=False,
        help_text="In a straight line, one way. Leave it empty if it does not matter.",
        widget=ShortNumber(3),
    )
    online_only = forms.BooleanField(label="I facilitate online only", required=False)
    notice_days = forms.IntegerField(
        label="How many days’ notice do you need?",
        min_value=0,
        max_value=MOST_NOTICE,
        help_text="We do not suggest you for a session that is sooner. 0 if it does not matter.",
        widget=ShortNumber(2),
        error_messages={"required": "Enter how many days’ notice you need, like 14, or 0"},
    )
    mark_optional = False
    names = {
        "sessions_a_month": "sessions a month",
        "base": "the town you travel from",
        "miles_at_most": "the number of miles",
        "notice_days": "days’ notice",
    }

    class Meta:
        model = Facilitator
        fields = ["sessions_a_month", "base", "miles_at_most", "online_only", "notice_days"]

    def clean_base(self):
        return known(self.cleaned_data["base"]) or self.cleaned_data["base"]

    def clean(self):
        cleaned = super().clean()
        base = self.cleaned_data.get("base")
        if self.cleaned_data.get("miles_at_most") is not None and base is not None and not known(base):
            self.add_error(
                "base",
                f"We do not know where “{base}” is. Name a town of the North West near you, like Bolton"
                if base
                else "Enter the town you travel from, so that we can count the miles",
            )
        return cleaned
