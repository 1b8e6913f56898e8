"""What it costs to suggest a team among ten thousand facilitators with a million stretches of time: the time
of the database, in milliseconds."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time as clock
from datetime import timedelta
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from courses.models import Session
from facilitators.suggesting.asked import question
from facilitators.suggesting.dates import WEEKS, count_teams, slots_of
from facilitators.suggesting.filling import AS_STRETCHES, fill
from facilitators.suggesting.suggestions import suggested
from facilitators.suggesting.who import asked_of
from stepforward.measuring import serving
from stepforward.measuring.figures import figure
from stepforward.ui.wording import civil_date, moment_of

PEOPLE, WINDOWS = 10_000, 100  # windows of each
ROUNDS = 15
BARE = """select w.facilitator_id, w.level from facilitators_window w
where w.during && tstzrange(%(starts_at)s, %(ends_at)s)"""
MOST_BARE, MOST_TEAM = 2, 60


@dataclass(frozen=True)
class Took:
    what: str
    ms: float
    ratio: float | None = None
    goal: str | None = None


def run(*, requests, say):
    """[Took, …], each the median of ROUNDS. `requests` is not for this bench."""
    with serving.throwaway_database(), transaction.atomic():
        now = timezone.now()
        course, venue = fill(people=PEOPLE, windows=WINDOWS, now=now)
        say(f"{PEOPLE:,} facilitators, {PEOPLE * WINDOWS:,} stretches of time")
        measured = measure(course, venue, now, rounds=ROUNDS)
        transaction.set_rollback(True)
    return measured


def measure(course, venue, now, *, rounds):
    found = {"bare": [], "free": [], "may": [], "team": [], "six weeks": []}
    for n in range(rounds):
        session = thought_of(course, venue, now, n)
        asked = asked_of(session, now)
        found["bare"].append(took(BARE, asked))
        found["free"].append(took(question("free"), asked))
        found["may"].append(took(question("who_may"), asked))
        with database_time() as spent:
            assert_teams(suggested(session, [], now))
        found["team"].append(sum(spent))
        slots = slots_of(
            civil_date(session.starts_at), session, now, wants=lambda day, part: day.weekday() < 5
        )
        with database_time() as spent:
            count_teams(slots, session, now)
        found["six weeks"].append(sum(spent))
    if AS_STRETCHES not in indexes_of(question("who_may"), asked):
        raise RuntimeError("The question who may be asked does not go by the index on time.")
    bare, free, may, team, weeks = (median(found[what]) for what in found)
    return [
        Took("bare index scan", bare),
        Took("who is free", free, free / bare, f"<={MOST_BARE}"),
        Took("who may be asked, by every rule", may, may / bare),
        Took("three teams, all queries", team, team / bare, f"<={MOST_TEAM}"),
        Took(f"dates of {WEEKS} weeks, all queries", weeks, weeks / bare),
    ]


def thought_of(course, venue, now, n):
    """A session of two hours on the afternoon of a weekday some weeks ahead."""
    day = civil_date(now) + timedelta(weeks=3) - timedelta(days=civil_date(now).weekday())
    starts_at = moment_of(day + timedelta(days=n // 5 * 7 + n % 5), clock(13, 30))
    return Session(course=course, venue=venue, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def assert_teams(found):
    if not found.teams:
        raise RuntimeError("There is no team where there should be many.")


def took(sql, asked):
    """How long the database says that it took, without sending the answer."""
    return explained(sql, asked, "ANALYZE, TIMING OFF, ")["Execution Time"]


def indexes_of(sql, asked):
    """The names of the indexes by which the database goes."""

    def walk(node):
        yield node.get("Index Name")
        for inner in node.get("Plans", ()):
            yield from walk(inner)

    return set(walk(explained(sql, asked)["Plan"])) - {None}


def explained(sql, asked, how=""):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}FORMAT JSON) {sql}", asked)
        (found,) = cursor.fetchone()
    return (json.loads(found) if isinstance(found, str) else found)[0]


@contextmanager
def database_time():
    """A list to which every query within adds its milliseconds, the sending of the answer among them."""
    spent = []

    def count(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    with connection.execute_wrapper(count):
        yield spent


def table(measured):
    lines = ["| suggesting a team | ms | × bare | goal |", "| --- | ---: | ---: | --- |"]
    for one in measured:
        ratio = f"{one.ratio:.1f}" if one.ratio else ""
        lines.append(f"| {one.what} | {one.ms:.1f} | {ratio} | {one.goal or ''} |")
    return "\n".join(lines)


def figures(measured):
    """One dict a figure, as tools read them."""
    for one in measured:
        yield figure("suggesting", one.what, one.ms, "ms", ratio=one.ratio, goal=one.goal)
