"""The parts of a day in London civil time, and the moments in UTC that they stand for."""

from datetime import time, timedelta

from courses.models.training_request import DayPart
from stepforward.ui.wording import civil_date, moment_of

HOURS = {
    DayPart.MORNING: (time(9), time(13)),
    DayPart.AFTERNOON: (time(13), time(17)),
    DayPart.EVENING: (time(17), time(21)),
}


def during(day, part):
    """(start, end) of a part of a day, aware UTC, half-open."""
    start, end = HOURS[DayPart(part)]
    return moment_of(day, start), moment_of(day, end)


def whole_days(first, last):
    """(start, end) from the first London midnight to the one that ends the date `last`, aware UTC."""
    return moment_of(first), moment_of(last + timedelta(days=1))


def days_of(start, end):
    """The London dates that the half-open stretch from `start` to `end` touches, in order."""
    day = civil_date(start)
    last = civil_date(end - timedelta(microseconds=1))
    return [day + timedelta(days=n) for n in range((last - day).days + 1)]


def parts_of(start, end):
    """The (day, part) pairs that the half-open stretch from `start` to `end` touches, in order."""
    return [
        (day, part)
        for day in days_of(start, end)
        for part in HOURS
        if during(day, part)[0] < end and during(day, part)[1] > start
    ]
