"""Which day to suggest first for a request. Reading only."""

from datetime import timedelta


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
