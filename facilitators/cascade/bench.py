"""What it costs to show a cascade of a thousand facilitators and twenty thousand sessions, in milliseconds
and queries: everything that a page asks and works out, without drawing it."""

import time
from dataclasses import dataclass
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facilitators.cascade import tree
from facilitators.cascade.branches import own_branches
from facilitators.cascade.filling import fill
from facilitators.cascade.people import cascade_of
from facilitators.cascade.waiting import waiting
from facilitators.models import Facilitator
from stepforward.measuring import serving
from stepforward.measuring.figures import figure

PEOPLE, SESSIONS, ROUNDS = 1_000, 20_000, 7
BARE = """select part.facilitator_id, count(*), sum((
    select count(*) from courses_booking booking
    where booking.session_id = session.id and booking.state = 'booked' and booking.attendance = 'attended'
))
from facilitators_assignment part join courses_session session on session.id = part.session_id
where part.part in ('lead', 'co_facilitator') and part.state = 'accepted'
    and session.course_id = %s and session.state = 'delivered'
group by part.facilitator_id"""
MOST_BARE, MOST_QUERIES = 8, 5


@dataclass(frozen=True)
class Took:
    what: str
    value: float
    unit: str
    ratio: float | None = None
    goal: str | None = None


def run(*, requests, say):
    """[Took, …], the times each the median of ROUNDS. `requests` is not for this bench."""
    with serving.throwaway_database(), transaction.atomic():
        course = fill(people=PEOPLE, sessions=SESSIONS, now=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        say(f"{PEOPLE:,} facilitators, {SESSIONS:,} sessions")
        measured = list(measure(course, rounds=ROUNDS))
        transaction.set_rollback(True)
    return measured


def measure(course, *, rounds):
    first = Facilitator.objects.order_by("pk").first()
    asked = {
        "everybody’s own sessions, bare": lambda: _bare(course),
        "the tree": lambda: _tree(course),
        "the table": lambda: cascade_of(course),
        "who has not delivered": lambda: waiting(cascade_of(course).people, timezone.now()),
        "the branch of the first": lambda: own_branches(first),
    }
    bare = None
    for what, ask in asked.items():
        took = []
        for _ in range(rounds):
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                ask()
                took.append((time.perf_counter() - began) * 1000)
        ms = median(took)
        yield Took(what, ms, "ms", bare and ms / bare, f"<={MOST_BARE}" if bare else None)
        yield Took(what, len(queries), "queries", goal=f"<={MOST_QUERIES}")
        bare = bare or ms


def _bare(course):
    with connection.cursor() as cursor:
        cursor.execute(BARE, [course.pk])
        return cursor.fetchall()


def _tree(course):
    people = cascade_of(course).people
    return tree.steps(tree.roots(people), people)


def table(measured):
    lines = ["| the cascade | figure | unit | × bare | goal |", "| --- | ---: | --- | ---: | --- |"]
    for one in measured:
        ratio = f"{one.ratio:.1f}" if one.ratio else ""
        lines.append(f"| {one.what} | {one.value:.0f} | {one.unit} | {ratio} | {one.goal or ''} |")
    return "\n".join(lines)


def figures(measured):
    """One dict a figure, as tools read them."""
    for one in measured:
        yield figure(
            "cascade", f"{one.what}, {one.unit}", one.value, one.unit, ratio=one.ratio, goal=one.goal
        )
