"""The stretches of whole London weeks, Monday to Sunday, over which load is looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from facilitators.day_parts import whole_days
from facilitators.saying.expanding import monday_of


class Stretch(models.TextChoices):
    LATELY = "lately", "The last 13 weeks"
    YEAR = "year", "The last 52 weeks"
    AHEAD = "ahead", "The next 13 weeks"


WEEKS = {Stretch.LATELY: (-12, 1), Stretch.YEAR: (-51, 1), Stretch.AHEAD: (1, 14)}  # from this one, half-open


@dataclass(frozen=True)
class Period:
    """London dates, both of them in it."""

    stretch: Stretch
    first: date
    last: date

    @property
    def is_ahead(self):
        return self.stretch == Stretch.AHEAD

    @property
    def moments(self):
        """(start, end), aware UTC, half-open."""
        return whole_days(self.first, self.last)

    @property
    def words(self):
        return self.stretch.label


def period_of(stretch, today):
    """The weeks that have been end with this one, the weeks to come begin with the next."""
    stretch, monday = Stretch(stretch), monday_of(today)
    begin, end = (timedelta(weeks=weeks) for weeks in WEEKS[stretch])
    return Period(stretch, monday + begin, monday + end - timedelta(days=1))
