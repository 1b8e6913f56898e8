"""The coordinator's calendar: every session that is planned or open, with its places and its team in words.

It stands on this floor, because it says who is on the team.
"""

from datetime import timedelta
from hashlib import sha256

from django.db.models import Prefetch
from icalendar import vUri

from courses.calendars import entry_of, text_of
from courses.models import Session
from facilitators.models import Assignment
from facilitators.team import said_team
from stepforward.people import feeds, links

FEED = "facilitators.programme_feed"
PAGE = "facilitators:programme_calendar"
BACK = timedelta(days=90)
STATUS = {Session.State.PLANNED: "TENTATIVE", Session.State.OPEN: "CONFIRMED"}


def renew(*, user, now):
    return feeds.renew(purpose=FEED, about=user, page=PAGE, by=user, now=now)


def withdraw(*, user, now):
    feeds.withdraw(purpose=FEED, about=user, by=user, now=now)


def sessions(now):
    """What is planned or open, from three months back; each with its `team`. Two queries."""
    team = Assignment.objects.live().select_related("facilitator__user").order_by("offered_at", "pk")
    return list(
        Session.objects.filter(state__in=Session.TO_COME, ends_at__gt=now - BACK)
        .with_facts()
        .with_places()
        .prefetch_related(Prefetch("assignments", queryset=team, to_attr="team"))
        .order_by("starts_at", "pk")
    )


def facts_of(found):
    """[(session, summary, description), …]: what the calendar says besides times and places."""
    return [(session, _summary(session), _description(session)) for session in found]


def etag_of(facts):
    """Changes when anything that the calendar says does. Weak, because each answer carries its own time."""
    digest = sha256()
    for session, summary, description in facts:
        said = (session.pk, session.sequence, session.state, session.starts_at, session.ends_at)
        digest.update(repr((*said, session.place_in_full, summary, description)).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def text(facts):
    return text_of((_entry(*fact) for fact in facts), x_wr_calname="Step Forward sessions")


def _summary(session):
    for_whom = session.team_name or (session.organisation and session.organisation.short)
    name = f"{session.course.name}, {for_whom}" if for_whom else session.course.name
    return f"{name} ({session.get_state_display().lower()}, {session.taken} of {session.capacity})"


def _description(session):
    waiting = f", {session.waiting} waiting" if session.waiting else ""
    return (
        f"{session.get_state_display()}. {session.taken} of {session.capacity} places taken{waiting}.\n"
        f"Team: {said_team(session, session.team)}."
    )


def _entry(session, summary, description):
    entry = entry_of(session, whose="programme", summary=summary, description=description)
    entry.add("status", STATUS[session.state])
    entry.add("url", vUri(links.absolute("courses:manage_session", session.pk)))
    return entry
