"""Dates as people in the United Kingdom write them, the day first; with `month_first` as in the United
States. Civil dates and times, no zones."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september")
FULL_MONTHS += ("october", "november", "december")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = (
    r"(?P<month>"
    + "|".join(f"{full}|{short}t?\\.?" for full, short in zip(FULL_MONTHS, MONTHS, strict=True))
    + ")"
)
WEEKDAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|rs|rsday|urday|day)?s?\b", re.IGNORECASE
)
YEAR = r"(?:[\s,./-]*(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d:]))"
NUMBERS = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})\s*[-/.]\s*(?P<number>\d{1,2})\s*[-/.]\s*(?P<year>(?:19|20)?\d\d)(?![\d:])"
)
TWO_NUMBERS = re.compile(r"(?<![\d.:])(?P<day>\d{1,2})/(?P<number>\d{1,2})(?![\d/])")
FORMS = [
    re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    NUMBERS,
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*(?:of\s+)?{MONTH}\b{YEAR}?", re.IGNORECASE),
    re.compile(rf"\b{MONTH}[\s.]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){YEAR}?", re.IGNORECASE),
    TWO_NUMBERS,
]
CLOCK = re.compile(
    r"(?<![\d/.])(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap])?\.?m?\b"
    r"|\s*(?P<alone>[ap])\.?m\b)",
    re.IGNORECASE,
)
EXCEL_EPOCH = date(1899, 12, 30)
PLAUSIBLE = (date(1995, 1, 1), date(2100, 1, 1))  # of anything that a programme like this writes down


@dataclass(frozen=True)
class Found:
    day: date
    said_year: bool
    start: int  # in the text, so that what is around it can be read too
    end: int


def read_day(value, *, near=None, past=False, month_first=False):
    """The date that a cell says, or None. Where the text has no year it is taken from the day of the week or,
    with `near` (a date), is the next time after it; with `past`, the last time up to it."""
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _plausible(EXCEL_EPOCH + timedelta(days=int(value))) if 30_000 < value < 80_000 else None
    found = days_in(value, near=near, past=past, month_first=month_first)
    return found[0].day if found else None


def read_moment(value, **options):
    """A naive datetime of a cell; midnight where it says no time. None where it says no date."""
    day = read_day(value, **options)
    if day is None:
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None)
    if isinstance(value, float):
        return datetime.combine(day, time()) + timedelta(minutes=round(value % 1 * 24 * 60))  # noqa: DTZ001
    clocks = clocks_in(value) if isinstance(value, str) else []
    return datetime.combine(day, clocks[0] if clocks else time())


def days_in(text, *, near=None, past=False, month_first=False):
    """Every date that a text says, in its order; `month_first` holds where both ways make a date."""
    if not any(map(str.isdecimal, text)):
        return []
    found, taken = [], []
    for form in FORMS:
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            day = _day_of(match, text, near, past, month_first)
            if day is not None:
                taken.append(match.span())
                found.append(Found(day, bool(match.groupdict().get("year")), *match.span()))
    return sorted(found, key=lambda one: one.start)


def orders_in(text):
    """Whether the dates of two or three numbers in a text can only be day first ("day"), only month first
    ("month"), or either ("either"), of each that is not the same both ways. Dots are always day first."""
    for form in FORMS:
        if form in {NUMBERS, TWO_NUMBERS}:
            for match in form.finditer(text):
                order = _order_of(match, text)
                if order and "." not in match[0]:
                    yield order, match[0]
        text = form.sub(lambda match: " " * len(match[0]), text)


def clocks_in(text):
    """Every clock time that a text says: 13:00, 1.30pm, 2 pm. Dates such as 08.07.24 are none."""
    for form in FORMS:
        text = form.sub(" ", text)
    found = []
    for match in CLOCK.finditer(text):
        hour, half = int(match["hour"]), (match["half"] or match["alone"] or "").lower()
        if half and not 1 <= hour <= 12:
            continue
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        found.append(time(hour, int(match["minute"] or 0)))
    return found


def weekday_in(text):
    match = WEEKDAY.search(text)
    return [name[:3] for name in DAYS].index(match[1].lower()) if match else None


def month_in(text):
    """1 to 12 of a month that is named, or None."""
    match = re.search(rf"\b{MONTH}(?![a-z])", text, re.IGNORECASE)
    return MONTHS.index(match["month"][:3].lower()) + 1 if match else None


def _day_of(match, text, near, past, month_first):
    parts = match.groupdict()
    if match.re in {NUMBERS, TWO_NUMBERS}:
        order = _order_of(match, text)
        swapped = order == "month" or (order == "either" and month_first and "." not in match[0])
        first, second = int(parts["day"]), int(parts["number"])
        day, month = (second, first) if swapped else (first, second)
    else:
        named = None if parts.get("number") else MONTHS.index(parts["month"][:3].lower()) + 1
        day, month = int(parts["day"]), named or int(parts["number"])
    year, weekday = _year_of(match), _weekday_before(match, text)
    if year:
        return _plausible(_made(year, month, day))
    return _without_year(day, month, weekday, near, past)


def _order_of(match, text):
    """ "day", "month" or "either"; None where both ways are one date, or neither is any."""
    first, second, year = int(match["day"]), int(match["number"]), _year_of(match)
    if first == second:
        return None
    ways = {"day": _made(year or 2024, second, first), "month": _made(year or 2024, first, second)}
    ways = {order: day for order, day in ways.items() if day}
    weekday = _weekday_before(match, text)
    if year and weekday is not None and len(ways) == 2:
        ways = {order: day for order, day in ways.items() if day.weekday() == weekday} or ways
    return "either" if len(ways) == 2 else next(iter(ways), None)


def _year_of(match):
    said = match.groupdict().get("year")
    year = int(said.lstrip("'")) if said else None
    return year + 2000 if year is not None and year < 100 else year


def _weekday_before(match, text):
    before = WEEKDAY.search(text[max(0, match.start() - 12) : match.start()])
    return [name[:3] for name in DAYS].index(before[1].lower()) if before else None


def _without_year(day, month, weekday, near, past):
    if near is None:
        return None
    step = -1 if past else 1
    for ahead in range(12):
        made = _made(near.year + step * ahead, month, day)
        if made is None or (made > near if past else made < near):
            continue
        if weekday is None or made.weekday() == weekday:
            return _plausible(made)
    return None


def _made(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plausible(day):
    return day if day and PLAUSIBLE[0] <= day < PLAUSIBLE[1] else None
