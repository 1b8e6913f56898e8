"""A faculty of any size, for measuring: people all over the North West with a year of half-days on which they
are free, and of sessions that they delivered or promised. Filled with COPY, into tables that are empty."""

import random
from datetime import time, timedelta

from django.db import connection

from courses.models import Course, Session, Venue
from facilitators.copying import as_range, copy
from facilitators.models import Accreditation, Assignment, Facilitator, Window
from facilitators.travelling import towns
from facilitators.two_places import TRAVEL
from stepforward.people.models import Organisation, User
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.wording import civil_date, moment_of

WEEKS = 50
BEFORE = 10  # of these weeks
HALF_DAYS = [(day, begins) for day in range(5 * WEEKS) for begins in (time(9), time(13))]
GROUPS = [StaffGroup.MEDICAL] * 4 + [StaffGroup.NURSING] * 3 + [StaffGroup.ALLIED_HEALTH]
SESSIONS = 6  # that each has in that time
AS_STRETCHES = "window_during_facilitator"


def fill(*, people, windows, now):
    """Make `people` facilitators with `windows` half-days each, and a course with a venue; returns both."""
    rng = random.Random(2026)  # noqa: S311  not a secret
    course = Course.objects.create(code="measured", name="Measured", minimum_team=2)
    venue = Venue.objects.create(name="Measured", address="1 High Street, Stockport", postcode="SK2 7JE")
    monday = civil_date(now) - timedelta(days=civil_date(now).weekday(), weeks=BEFORE)
    _people(people, course, rng, now)
    _sessions(people, course, venue, monday, rng, now)
    _windows(people, windows, monday, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return course, venue


def _people(people, course, rng, now):
    organisations = list(Organisation.objects.values_list("pk", flat=True))
    bases, stages = towns.names(), Accreditation.Stage.values
    ids = range(1, people + 1)
    copy(
        User,
        (
            {
                "id": n,
                "password": "!",
                "email": f"{n}@measured.example",
                "name": f"Person {n}",
                "roles": "{facilitator}",
                "joined_at": now,
            }
            for n in ids
        ),
    )
    copy(
        Facilitator,
        (
            {
                "id": n,
                "user_id": n,
                "organisation_id": rng.choice(organisations),
                "staff_group": rng.choice(GROUPS).value,
                "base": rng.choice(bases),
                "sessions_a_month": rng.randint(1, 4),
                "miles_at_most": rng.choice([15, 25, 40, None]),
                "online_only": rng.random() < 0.05,
                "notice_days": rng.choice([0, 7, 14]),
                "joined_on": now.date(),
            }
            for n in ids
        ),
    )
    copy(
        Accreditation,
        (
            {"facilitator_id": n, "course_id": course.pk, "stage": rng.choice(stages), "since": now.date()}
            for n in ids
        ),
    )


def _sessions(people, course, venue, monday, rng, now):
    """Each session has three people, and nobody two in one week."""
    sessions, parts = [], []
    for turn in range(SESSIONS):
        weeks = [(n + turn * (WEEKS // SESSIONS)) % WEEKS for n in range(people)]
        by_week = {}
        for person, week in enumerate(weeks, 1):
            by_week.setdefault(week, []).append(person)
        for week, those in by_week.items():
            for begin in range(0, len(those), 3):
                starts_at = moment_of(monday + timedelta(weeks=week, days=rng.randrange(5)), time(9, 30))
                sessions.append(starts_at)
                parts += [(person, len(sessions)) for person in those[begin : begin + 3]]
    two_hours = timedelta(hours=2)
    copy(
        Session,
        (
            {
                "id": n,
                "course_id": course.pk,
                "venue_id": venue.pk,
                "starts_at": at,
                "ends_at": at + two_hours,
                "capacity": 20,
            }
            for n, at in enumerate(sessions, 1)
        ),
    )
    copy(
        Assignment,
        (
            {
                "facilitator_id": person,
                "session_id": n,
                "part": Assignment.Part.CO_FACILITATOR.value,
                "state": Assignment.State.ACCEPTED.value,
                "blocked": as_range(at - TRAVEL, at + two_hours + TRAVEL),
                "offered_at": now,
                "answer_by": now,
                "answered_at": now,
            }
            for person, n in parts
            for at in [sessions[n - 1]]
        ),
    )


def _windows(people, windows, monday, rng):
    """Filled first and indexed then, which takes seconds where the other way round takes minutes."""
    (index,) = [one for one in Window._meta.indexes if one.name == AS_STRETCHES]
    stretches = []
    for day, begins in HALF_DAYS:
        starts_at = moment_of(monday + timedelta(days=day // 5 * 7 + day % 5), begins)
        stretches.append(as_range(starts_at, starts_at + timedelta(hours=4)))
    with connection.schema_editor() as editor:
        editor.remove_index(Window, index)
    copy(
        Window,
        (
            {
                "facilitator_id": n,
                "during": stretches[half_day],
                "level": "if_needed" if rng.random() < 0.25 else "yes",
            }
            for n in range(1, people + 1)
            for half_day in sorted(rng.sample(range(len(stretches)), windows))
        ),
    )
    connection.check_constraints()  # no index is made while rows wait to be checked
    with connection.schema_editor() as editor:
        editor.add_index(Window, index)
