"""A bench: the coordinator's calendar, fetched whole as calendar programs do, with 500 sessions in it."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from courses.models import Booking, Course, Session, Venue
from facilitators import programme_calendar
from facilitators.models import Assignment, Facilitator
from facilitators.two_places import blocked_by
from stepforward.measuring import pages, serving, walking
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

SESSIONS, BOOKED = 500, 12
P95 = 100  # milliseconds
NAME = f"{programme_calendar.PAGE}, {SESSIONS} sessions more than the demo's"


def run(*, requests, say):
    """One Page, beside the bare one."""
    with serving.seeded_database() as database, serving.gunicorn(database) as port:
        path = crowd()
        say(f"{SESSIONS} sessions are planted")
        bare = pages.measure(port, pages.BARE[False], "", requests)
        whole = pages.measure(port, path, "", requests)
        return [pages.Page(NAME, walking.VISITOR, path, whole, bare)]


def table(measured):
    return pages.table(measured)


def figures(measured):
    for figure in pages.figures(measured):
        goal = f"<={P95}" if figure["figure"].endswith(" p95") else figure["goal"]
        yield figure | {"bench": "calendar", "goal": goal}


def crowd():
    """Plants the sessions, each a day after the other, with a team of two and a dozen people; returns the
    calendar's path."""
    now, venues = timezone.now(), list(Venue.objects.filter(one_room=False))
    course = Course.objects.order_by("pk").first()
    sessions = Session.objects.bulk_create(
        Session(
            course=course,
            venue=venues[n % len(venues)],
            team_name=f"Team {n}",
            starts_at=now + timedelta(days=200 + n),
            ends_at=now + timedelta(days=200 + n, hours=2),
            capacity=24,
            state=Session.State.OPEN,
            opened_at=now,
        )
        for n in range(SESSIONS)
    )
    team = list(zip(Facilitator.objects.order_by("pk")[:2], Assignment.DELIVERS, strict=True))
    Assignment.objects.bulk_create(
        Assignment(
            facilitator=facilitator,
            session=session,
            part=part,
            state=Assignment.State.ACCEPTED,
            blocked=blocked_by(session),
            offered_at=now,
            answer_by=now,
            answered_at=now,
        )
        for session in sessions
        for facilitator, part in team
    )
    Booking.objects.bulk_create(
        Booking(session=one, name=f"Person {n}", email=f"p{n}@nowhere.example", state="booked", booked_at=now)
        for one in sessions
        for n in range(BOOKED)
    )
    user = User.objects.get(email=email_of(Role.COORDINATOR))
    address = programme_calendar.renew(user=user, now=now)
    return urlsplit(address).path
