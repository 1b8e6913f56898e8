"""What people write under "preferred dates" and "how many", as days, parts of days and numbers."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from courses.models.training_request import DayPart
from stepforward.importing.dates import clocks_in, days_in, month_in, read_day, weekday_in

OPEN_FOR = timedelta(days=182)  # where nobody named a day
SOON = timedelta(days=91)
MOST_PEOPLE = 1_000  # more is a slip of the keyboard
NUMBER = re.compile(r"\d+")
WEEK_OF = re.compile(r"\bw\W?\s?/?c\b|week (?:of|commencing|beginning)", re.IGNORECASE)
A_STRETCH = re.compile(r"\b(?:between|from|until|till|to)\b|\s[-–]\s", re.IGNORECASE)


@dataclass
class Wish:
    earliest: date
    latest: date
    dates: list = field(default_factory=list)  # where only these suit
    weekdays: list = field(default_factory=list)
    day_parts: list = field(default_factory=list)
    note: str = ""  # how it was understood, where that is not plain


def read_wish(value, asked_on, *, month_first=False):
    """Never fails: what is not understood is any day of the next six months, with a note that says so."""
    if not isinstance(value, str):
        day = read_day(value)
        return Wish(day, day, [day]) if day else _open(value, asked_on)
    days = [found.day for found in days_in(value, near=asked_on, month_first=month_first)]
    parts = _day_parts(value)
    if days:
        return _of_days(value, days, parts)
    weekday, month = weekday_in(value), month_in(value)
    weekdays = [] if weekday is None else [weekday]
    if month:
        year = asked_on.year + (month < asked_on.month)
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return Wish(max(first, asked_on), max(last, asked_on), weekdays=weekdays, day_parts=parts)
    wish = _open(value, asked_on)
    wish.weekdays, wish.day_parts = weekdays, parts
    return wish


def read_people(value):
    """(how many, a note) for 12, "about 30", "c. 20", "9-16" (the most of them); (None, "") where it
    says none."""
    if isinstance(value, bool) or value is None:
        return None, ""
    if isinstance(value, int | float):
        return (round(value), "") if 1 <= value <= MOST_PEOPLE else (None, "")
    numbers = [int(one) for one in NUMBER.findall(str(value))[:4] if len(one) < 6]
    if not numbers or not 1 <= max(numbers) <= MOST_PEOPLE or re.search(r"[=@]", str(value)):
        return None, ""
    said = f"“{value}” taken as {max(numbers)} people." if len(numbers) > 1 else ""
    return max(numbers), said


def _of_days(text, days, parts):
    first, last = min(days), max(days)
    if WEEK_OF.search(text):
        note = f"“{text}” taken as the seven days from {first:%-d %B %Y}."
        return Wish(first, last + timedelta(days=6), day_parts=parts, note=note)
    if len(days) > 1 and A_STRETCH.search(text):
        weekday = weekday_in(text)
        return Wish(first, last, weekdays=[] if weekday is None else [weekday], day_parts=parts)
    return Wish(first, last, dates=sorted(set(days)), day_parts=parts)


def _open(value, asked_on):
    soon = isinstance(value, str) and re.search(r"\basap\b|soon|urgent", value, re.IGNORECASE)
    until = asked_on + (SOON if soon else OPEN_FOR)
    said = f"Dates “{value}” taken" if value else "No dates were given: taken"
    return Wish(asked_on, until, note=f"{said} as any day until {until:%-d %B %Y}.")


def _day_parts(text):
    lower, found = text.lower(), set()
    for part, words in {
        DayPart.MORNING: r"\bam\b|morning",
        DayPart.AFTERNOON: r"\bpm\b|afternoon|lunch",
        DayPart.EVENING: r"evening|twilight",
    }.items():
        if re.search(words, lower):
            found.add(part)
    clocks = clocks_in(text)
    if clocks:
        hour = clocks[0].hour
        found.add(DayPart.MORNING if hour < 12 else DayPart.AFTERNOON if hour < 17 else DayPart.EVENING)
    return [part for part in DayPart if part in found]
