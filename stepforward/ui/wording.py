"""How days, times, numbers and lists are written, and what London's clocks mean: datetimes are shown in
Europe/London, and what people say in it becomes UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def in_london(moment):
    """An aware datetime as London civil time; naive datetimes, dates and times are civil already."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return moment.astimezone(LONDON)
    return moment


def civil_date(moment):
    """The London date of a date or datetime."""
    moment = in_london(moment)
    return moment.date() if isinstance(moment, datetime) else moment


def today():
    return timezone.now().astimezone(LONDON).date()


def moment_of(day, clock=time()):
    """The aware UTC datetime at which London's clocks show `clock`, midnight unless said, on the date `day`:
    the first of two where the clocks go back, an hour on where they skip it."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def say_date(moment, *, year=True):
    """6 January 2026, or without the year."""
    moment = in_london(moment)
    return f"{moment.day} {moment:%B %Y}" if year else f"{moment.day} {moment:%B}"


def say_day(moment, *, year=True):
    """Tuesday 6 January 2026, or without the year."""
    return f"{in_london(moment):%A} {say_date(moment, year=year)}"


def say_day_short(moment):
    """Tue 6 Jan."""
    moment = in_london(moment)
    return f"{moment:%a} {moment.day} {moment:%b}"


def say_clock(moment):
    """9am, 1:30pm, midday, midnight; of a datetime or a time."""
    moment = in_london(moment)
    at = moment.time() if isinstance(moment, datetime) else moment
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    if at == time(12):
        return "midday"
    if at == time(0):
        return "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def say_when(start, end=None):
    """Tuesday 6 January 2026, 1:30pm to 3:30pm. Both ends name their day when they fall on different days."""
    if end is None:
        return f"{say_day(start)}, {say_clock(start)}"
    if civil_date(start) == civil_date(end):
        return f"{say_day(start)}, {say_clock(start)} to {say_clock(end)}"
    return f"{say_day(start)}, {say_clock(start)} to {say_day(end)}, {say_clock(end)}"


def say_days(length):
    """A number of days as people say it; dates and datetimes count back from today in London."""
    if isinstance(length, date):
        length = (today() - civil_date(length)).days
    if length == 0:
        return "today"
    return "1 day" if length == 1 else f"{say_number(length)} days"


def say_number(number):
    """1234.5 as 1,234.5; decimals stay as they are."""
    return f"{number:,}"


def say_people(number):
    """1 person, 1,200 people."""
    return f"{say_number(number)} {'person' if number == 1 else 'people'}"


def say_list(items):
    """a, b and c."""
    items = [str(item) for item in items]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
