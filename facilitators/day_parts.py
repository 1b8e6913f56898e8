"""The parts of a day in London civil time, and the moments in UTC that they stand for."""

from datetime import UTC, datetime, time, timedelta

from courses.models.training_request import DayPart
from stepforward.ui.wording import LONDON

HOURS = {
    DayPart.MORNING: (time(9), time(13)),
    DayPart.AFTERNOON: (time(13), time(17)),
    DayPart.EVENING: (time(17), time(21)),
}


def moment(day, at):
    """The aware UTC datetime at which London's clocks show `at` on the date `day`."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def during(day, part):
    """(start, end) of a part of a day, aware UTC, half-open."""
    start, end = HOURS[DayPart(part)]
    return moment(day, start), moment(day, end)


def whole_days(first, last):
    """(start, end) from the first London midnight to the one that ends the date `last`, aware UTC."""
    return moment(first, time()), moment(last + timedelta(days=1), time())


def days_of(start, end):
    """The London dates that the half-open stretch from `start` to `end` touches, in order."""
    day = start.astimezone(LONDON).date()
    last = (end - timedelta(microseconds=1)).astimezone(LONDON).date()
    return [day + timedelta(days=n) for n in range((last - day).days + 1)]


def parts_of(start, end):
    """The (day, part) pairs that the half-open stretch from `start` to `end` touches, in order."""
    return [
        (day, part)
        for day in days_of(start, end)
        for part in HOURS
        if during(day, part)[0] < end and during(day, part)[1] > start
    ]
