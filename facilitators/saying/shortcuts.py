"""Ways to fill many parts in one go. Each says what would change, {(day, part): level or None}; nothing here
writes."""

from datetime import timedelta

from facilitators import availability
from facilitators.models import Level
from facilitators.saying.expanding import monday_of, said_by_day

FOUR_WEEKS = 28  # days; a month of the same weekdays


def usual_again(facilitator, parts, said, usual, today):
    """Back to their usual week where they have one; without one, blanks become what they said most often of
    the last four weeks."""
    if usual:
        return {when: None for when in parts if said.get(when)}
    often = availability.usual(facilitator, today)
    blank = ((day, part) for day, part in parts if not said.get((day, part)))
    return {(day, part): often[day.weekday(), part] for day, part in blank if (day.weekday(), part) in often}


def as_last_month(facilitator, parts, said):
    """Blanks become what they said of the same weekday in the four weeks before the first of these."""
    if not parts:
        return {}
    begins = monday_of(parts[0][0])
    before = said_by_day(facilitator, begins - timedelta(days=FOUR_WEEKS), begins - timedelta(days=1))
    found = {}
    for day, part in parts:
        back = timedelta(days=((day - begins).days // FOUR_WEEKS + 1) * FOUR_WEEKS)
        level = before.get((day - back, part))
        if level and not said.get((day, part)):
            found[day, part] = level
    return found


def not_this_week(parts, monday):
    return {(day, part): Level.NO for day, part in parts if monday_of(day) == monday}


def every(parts, *, weekday, part, level):
    """Each of that weekday: that part, or the whole day."""
    return {when: level for when in parts if when[0].weekday() == weekday and part in ("", when[1])}


def cleared(parts, said):
    return {when: None for when in parts if said.get(when)}
