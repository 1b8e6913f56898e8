"""On which dates a whole team could be had: every wished part of every day of six weeks, in one question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from courses.models.training_request import DayPart, Weekday
from courses.planned_days import DAY_PART_STARTS
from facilitators.matching import month_of
from facilitators.models import Assignment
from facilitators.suggesting.asked import rows, stages_for
from facilitators.suggesting.places import miles_by_base
from facilitators.two_places import margin_of
from stepforward.ui.wording import civil_date, moment_of

WEEKS = 6
SHADES = (0, 1, 3, 5, 8)  # from so many teams on
Part = Assignment.Part


@dataclass
class Slot:
    """One part of one day. `teams` is how many whole teams could be made at once, each of other people, where
    the time is `wanted`: somebody asked for it, and it is to come."""

    day: date
    part: DayPart
    starts_at: datetime
    ends_at: datetime
    wanted: bool
    teams: int = 0
    url: str = ""  # where choosing it leads

    @property
    def shade(self):
        """0 for none, to 4 for plenty."""
        return max(n for n, teams in enumerate(SHADES) if self.teams >= teams)


def slots_of(first, session, now, *, wants):
    """Every part of every day of the six weeks from the Monday of the date `first` on, for a session as long
    as `session`. `wants` says of a (day, part) whether it suits."""
    monday = first - timedelta(days=first.weekday())
    length = session.ends_at - session.starts_at
    found = []
    for day in (monday + timedelta(days=n) for n in range(7 * WEEKS)):
        for part in DayPart:
            starts_at = moment_of(day, DAY_PART_STARTS[part])
            wanted = starts_at > now and wants(day, part)
            found.append(Slot(day, part, starts_at, starts_at + length, wanted))
    return found


def count_teams(slots, session, now):
    """Set `teams` of the wanted slots: as many as the course's minimum allows of those who may be asked for
    that time, at the place of `session`, which may be saved or not. Two queries."""
    wanted = [slot for slot in slots if slot.wanted]
    if not wanted:
        return
    found = {row["n"]: row for row in rows("teams_by_date", _asked(wanted, session, now))}
    size = session.course.minimum_team
    for n, slot in enumerate(wanted):
        if n in found:
            slot.teams = min(found[n]["lead"], found[n]["deliver"] // size)


def tables_of(slots):
    """[(DayPart, [Weekday, …], [(Monday, [Slot, …]), …]), …]: a table for each part of which anything is
    wanted, with a row a week and a column for each weekday of which anything is."""
    tables = []
    for part in DayPart:
        of_part = [slot for slot in slots if slot.part == part]
        weekdays = sorted({slot.day.weekday() for slot in of_part if slot.wanted})
        shown = [slot for slot in of_part if slot.day.weekday() in weekdays]
        weeks = [
            (monday, list(row))
            for monday, row in groupby(shown, key=lambda slot: slot.day - timedelta(days=slot.day.weekday()))
        ]
        if weeks:
            tables.append((part, [Weekday(n) for n in weekdays], weeks))
    return tables


def _asked(slots, session, now):
    bases, miles = miles_by_base(session.venue)
    today = civil_date(now)
    starts, ends = [slot.starts_at for slot in slots], [slot.ends_at for slot in slots]
    return {
        "n": list(range(len(slots))),
        "day": [slot.day for slot in slots],
        "month": [slot.day.replace(day=1) for slot in slots],
        "days_ahead": [(slot.day - today).days for slot in slots],
        "starts_at": starts,
        "ends_at": ends,
        "from": min(starts),
        "until": max(ends),
        "months_from": month_of(min(starts))[0],
        "months_until": month_of(max(starts))[1],
        "margin": margin_of(session),
        "session": session.pk,
        "course": session.course_id,
        "in_person": session.venue_id is not None,
        "leads": stages_for(Part.LEAD),
        "co_facilitates": stages_for(Part.CO_FACILITATOR),
        "bases": bases,
        "miles": miles,
    }
