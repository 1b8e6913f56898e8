"""How a facilitator's own calendars stand: read, failing, or not believed any more. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from facilitators.models import BusyCalendar
from facilitators.reading_calendars import HOLDS_FOR, WHY


@dataclass(frozen=True)
class Standing:
    """`why` is empty where all is well. What was read holds until `until`, None where there is nothing yet;
    `aside` once that is over."""

    calendar: BusyCalendar
    why: str
    until: datetime | None
    aside: bool


def standings(facilitator, now):
    """Their calendars by name, each as a Standing; one query."""
    calendars = facilitator.busy_calendars.annotate(stretches=Count("busy_times"))
    return [standing(calendar, now) for calendar in calendars]


def standing(calendar, now):
    until = calendar.read_at and calendar.read_at + HOLDS_FOR
    return Standing(calendar, WHY.get(calendar.failure, ""), until, bool(until and until <= now))
