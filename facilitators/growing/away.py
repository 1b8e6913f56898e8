"""Who is away on which days. Reading only; staffing and matching ask it."""

from django.db.models import Exists, OuterRef, Q

from facilitators.day_parts import days_of, whole_days
from facilitators.models import Leave
from facilitators.refusals import OnLeave
from stepforward.ui.wording import say_date


def touching(first, last):
    """Leaves that touch one of these London dates."""
    return Leave.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


def away_during(session):
    """For annotating facilitators: whether they are away on one of the session's days."""
    days = days_of(session.starts_at, session.ends_at)
    return Exists(touching(days[0], days[-1]).filter(facilitator=OuterRef("pk")))


def away_throughout(first, last):
    """For filtering facilitators: whether one leave of theirs takes all of these London dates."""
    whole = touching(first, first).filter(Q(ends_on=None) | Q(ends_on__gte=last))
    return Exists(whole.filter(facilitator=OuterRef("pk")))


def away_between(facilitator, first, last):
    """[(start, end), …], aware UTC, of the days of leave among these dates and all between them."""
    return [
        whole_days(max(one.starts_on, first), min(one.ends_on or last, last))
        for one in touching(first, last).filter(facilitator=facilitator)
    ]


def refuse_while_away(facilitator, session):
    """Raise OnLeave where they are away on one of the session's days."""
    days = days_of(session.starts_at, session.ends_at)
    leave = touching(days[0], days[-1]).filter(facilitator=facilitator).first()
    if leave is None:
        return
    if leave.ends_on is None:
        raise OnLeave(f"{facilitator} leaves the programme on {say_date(leave.starts_on)}.")
    raise OnLeave(f"{facilitator} is on leave until {say_date(leave.ends_on)}.")
