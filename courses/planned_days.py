"""Which days suit a request, and which to suggest first. Reading only."""

from datetime import date, time, timedelta

from courses.models import Venue
from courses.models.training_request import DayPart
from stepforward.ui import wording

DAY_PART_STARTS = {
    DayPart.MORNING: time(9, 30),
    DayPart.AFTERNOON: time(13, 30),
    DayPart.EVENING: time(18),
}
AT_MOST_AHEAD = timedelta(days=731)
WEEKDAYS = range(5)


def first_day_for(request, today):
    """The first day from `today` on that suits: one of those they named, or of the weekdays they like in the
    stretch they named; where none is left, the first that is not past."""
    named = [day for day in request.dates if day >= today]
    if named:
        return named[0]
    first = max(request.earliest, today)
    week = (first + timedelta(days=ahead) for ahead in range(7))
    suits = (day for day in week if day.weekday() in request.weekdays and day <= request.latest)
    return next(suits, first)


def days_left(request, today):
    """Whether any day that the request allows is still to come."""
    return max(request.dates or [request.latest]) >= today


def suits(request, day):
    """Whether they asked for that day: one of those they named, or one within the stretch they named, of the
    weekdays they like or, where they like none above others, from Monday to Friday."""
    if request.dates:
        return day in request.dates
    return request.earliest <= day <= request.latest and day.weekday() in (request.weekdays or WEEKDAYS)


def day_in(text):
    """A day as addresses write it, 2027-03-15, from today on and within two years; else None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    first = wording.today()
    return day if first <= day <= first + AT_MOST_AHEAD else None


def chosen_in(query):
    """What the address of a planning page says to begin with: a day, the part of it and a place. What makes
    no sense is left out."""
    chosen, day = {}, day_in(query.get("day", ""))
    if day:
        chosen["day"] = day
    if query.get("part") in DayPart.values:
        chosen["starts"] = DAY_PART_STARTS[query["part"]]
    where = query.get("where", "")
    if where.isdecimal() and len(where) < 19 and Venue.objects.in_use().filter(pk=where).exists():
        chosen["venue"] = int(where)
    return chosen
