"""The coordinator's calendar: every session that is planned or open, with its places and its team in words.

It stands on this floor, because it says who is on the team.
"""

from collections import defaultdict
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from django.utils import timezone

from courses.calendar_lines import block, moment, said
from courses.calendars import PRODUCT, location_of, uid_of
from courses.models import Session
from facilitators.models import Assignment, Facilitator
from facilitators.team import said_team
from stepforward.people import feeds, links

FEED = "facilitators.programme_feed"
PAGE = "facilitators:programme_calendar"
BACK = timedelta(days=90)
SAID = dict(Session.State.choices)
STATUS = {Session.State.PLANNED: "TENTATIVE", Session.State.OPEN: "CONFIRMED"}


def renew(*, user, now):
    return feeds.renew(purpose=FEED, about=user, page=PAGE, by=user, now=now)


def withdraw(*, user, now):
    feeds.withdraw(purpose=FEED, about=user, by=user, now=now)


class Part(NamedTuple):
    """As much of an assignment as is said of a team; hundreds of whole ones would take too long."""

    part: str
    state: str
    facilitator: Facilitator


def sessions(now):
    """What is planned or open, from three months back; each with its `team`. Six queries: hundreds of
    sessions share few courses, venues and people, so that each of these is fetched once."""
    found = list(
        Session.objects.filter(state__in=Session.TO_COME, ends_at__gt=now - BACK)
        .with_places()
        .prefetch_related("course", "venue", "organisation")
        .order_by("starts_at", "pk")
    )
    live = Assignment.objects.live().filter(session__in=[session.pk for session in found])
    rows = live.order_by("offered_at", "pk").values_list("session", "part", "state", "facilitator")
    team = defaultdict(list)
    people = Facilitator.objects.select_related("user").in_bulk({row[3] for row in rows})
    for pk, part, state, facilitator in rows:
        team[pk].append(Part(part, state, people[facilitator]))
    for session in found:
        session.team = team[session.pk]
    return found


def facts_of(found):
    """[(session, summary, description), …]: what the calendar says besides times and places."""
    return [(session, _summary(session), _description(session)) for session in found]


def etag_of(found):
    """Changes when anything that the calendar says does. Weak, because each answer carries its own time."""
    digest = sha256()
    for session, summary, description in found:
        facts = (session.pk, session.sequence, session.state, session.starts_at, session.ends_at)
        digest.update(repr((*facts, session.place_in_full, summary, description)).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def text(facts):
    now, url = moment(timezone.now()), links.absolute("courses:manage_session", 0)
    heads = [("VERSION", "2.0"), ("PRODID", PRODUCT), ("X-WR-CALNAME", "Step Forward sessions")]
    entries = [_entry(*fact, now, url.replace("/0/", f"/{fact[0].pk}/")) for fact in facts]
    return block("VCALENDAR", heads + entries) + "\r\n"


def _summary(session):
    for_whom = session.team_name or (session.organisation and session.organisation.short)
    name = f"{session.course.name}, {for_whom}" if for_whom else session.course.name
    return f"{name} ({SAID[session.state].lower()}, {session.taken} of {session.capacity})"


def _description(session):
    waiting = f", {session.waiting} waiting" if session.waiting else ""
    return (
        f"{SAID[session.state]}. {session.taken} of {session.capacity} places taken{waiting}.\n"
        f"Team: {said_team(session, session.team)}."
    )


def _entry(session, summary, description, stamp, url):
    return block(
        "VEVENT",
        [
            ("UID", uid_of(session, "programme")),
            ("SEQUENCE", session.sequence),
            ("DTSTAMP", stamp),
            ("DTSTART", moment(session.starts_at)),
            ("DTEND", moment(session.ends_at)),
            ("SUMMARY", said(summary)),
            ("DESCRIPTION", said(description)),
            ("LOCATION", said(location_of(session))),
            ("STATUS", STATUS[session.state]),
            ("URL", url),
        ],
    )
