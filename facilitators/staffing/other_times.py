"""When somebody who declines might do it instead: the parts of the days that we ask about."""

from datetime import timedelta

from courses.models.training_request import DayPart
from facilitators.day_parts import parts_of
from stepforward.ui.wording import civil_date

WEEKS = 2
SATURDAY = 5


def other_parts(session, today):
    """(day, part) pairs of the session's week and the one after it, from tomorrow on, without those that the
    session takes: working days, and weekends where it is on one."""
    day = max(civil_date(session.starts_at), today)
    monday = day - timedelta(days=day.weekday())
    ends_on = 7 if civil_date(session.starts_at).weekday() >= SATURDAY else SATURDAY
    days = [monday + timedelta(weeks=week, days=n) for week in range(WEEKS) for n in range(ends_on)]
    its_own = set(parts_of(session.starts_at, session.ends_at))
    pairs = [(day, part) for day in days if day > today for part in DayPart]
    return [when for when in pairs if when not in its_own]
