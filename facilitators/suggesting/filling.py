"""A faculty of any size, for measuring: people all over the North West with a year of half-days on which they
are free, and of sessions that they delivered or promised. Filled with COPY, into tables that are empty."""

import io
import random
from datetime import datetime, time, timedelta

from django.db import connection

from courses.models import Course, Venue
from facilitators.models import Accreditation, Window
from facilitators.travelling import towns
from facilitators.two_places import TRAVEL
from stepforward.people.models import Organisation
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
    _copy(
        "people_user (id, password, email, name, roles, is_active, joined_at)",
        ((n, "!", f"{n}@measured.example", f"Person {n}", "{facilitator}", True, now) for n in ids),
    )
    _copy(
        "facilitators_facilitator (id, user_id, organisation_id, post, staff_group, base, sessions_a_month,"
        " miles_at_most, online_only, notice_days, joined_on)",
        (
            (
                n,
                n,
                rng.choice(organisations),
                "Nurse",
                rng.choice(GROUPS).value,
                rng.choice(bases),
                rng.randint(1, 4),
                rng.choice([15, 25, 40, None]),
                rng.random() < 0.05,
                rng.choice([0, 7, 14]),
                now.date(),
            )
            for n in ids
        ),
    )
    _copy(
        "facilitators_accreditation (facilitator_id, course_id, stage, since)",
        ((n, course.pk, rng.choice(stages), now.date()) for n in ids),
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
    _copy(
        "courses_session (id, course_id, venue_id, team_name, online_link, starts_at, ends_at, capacity,"
        " state, sequence, called_off_because, joining_instructions, joining_version, sole_use, visibility,"
        " walk_ins_welcome)",
        (
            (n, course.pk, venue.pk, "", "", at, at + two_hours, 20, "planned", 0, "", "", 1, False, "public")
            + (False,)
            for n, at in enumerate(sessions, 1)
        ),
    )
    _copy(
        "facilitators_assignment (facilitator_id, session_id, part, state, blocked, offered_at, answer_by,"
        " answered_at, reason, called_off_from)",
        (
            (
                person,
                n,
                "co_facilitator",
                "accepted",
                _range(at - TRAVEL, at + two_hours + TRAVEL),
                now,
                now,
                now,
            )
            + ("", "")
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
        stretches.append(_range(starts_at, starts_at + timedelta(hours=4)))
    with connection.schema_editor() as editor:
        editor.remove_index(Window, index)
    _copy(
        "facilitators_window (facilitator_id, during, level)",
        (
            (n, stretches[half_day], "if_needed" if rng.random() < 0.25 else "yes")
            for n in range(1, people + 1)
            for half_day in sorted(rng.sample(range(len(stretches)), windows))
        ),
    )
    connection.check_constraints()  # no index is made while rows wait to be checked
    with connection.schema_editor() as editor:
        editor.add_index(Window, index)


def _range(start, end):
    return f"[{start.isoformat()},{end.isoformat()})"


def _copy(table, rows):
    """COPY the rows, tuples, into the table with these columns; None is null."""
    file = io.StringIO()
    for row in rows:
        file.write("\t".join("\\N" if value is None else _said(value) for value in row) + "\n")
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN", file)


def _said(value):
    return value.isoformat() if isinstance(value, datetime) else str(value)
