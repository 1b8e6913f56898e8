"""A bench: a full lecture theatre answers at the door within a minute; and how many answers a second one
round takes, beside a bare page and beside a hundred rounds."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from courses import check_in_codes
from courses.models import Booking, Course, Session
from feedback import counting, phones, rounds
from feedback.inviting import fresh_link
from feedback.models import Round
from stepforward.measuring import serving
from stepforward.measuring.figures import figure

NAME = "answering"
PHONES, WITHIN = 200, 60  # seconds
CLIENTS, POSTS, ROUNDS = 8, 800, 100
MOST_SECONDS, LEAST_OF_BARE, LEAST_OF_MANY = 1, 0.5, 0.9
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Measured:
    """Seconds of each step of each phone; answers a second."""

    steps: dict
    answered: int
    counted: int
    bare: float
    on_one: float
    on_many: float


def run(*, requests, say):
    """One Measured. `requests` is not for this bench."""
    key = settings.FEEDBACK_KEY or secrets.token_hex(32)
    with (
        override_settings(FEEDBACK_KEY=key),
        serving.throwaway_database() as database,
        serving.gunicorn(database) as port,
    ):
        course = Course.objects.create(code="active-bystander", name="Active Bystander")
        steps, answered, counted = in_the_room(port, course, say)
        return Measured(steps, answered, counted, *throughput(port, course, say))


def in_the_room(port, course, say):
    found = round_of(PHONES, course)
    code = check_in_codes.code_now(found.session, timezone.now())
    emails = list(found.session.bookings.values_list("email", flat=True))
    say(f"{PHONES} phones answer within {WITHIN} seconds")
    lived = phones.everybody(host=HOST, port=port, code=code, emails=emails, within=WITHIN)
    counting.count_due(now=timezone.now())
    found.refresh_from_db()
    answered = sum(statuses[-1:] == [302] for statuses, _ in lived if len(statuses) == len(phones.STEPS))
    took = {
        step: [seconds[n] for _, seconds in lived if n < len(seconds)] for n, step in enumerate(phones.STEPS)
    }
    return took, answered, found.counted


def throughput(port, course, say):
    """Requests a second of eight clients: of the bare page, of answers to one round, and to a hundred."""
    one, many = [round_of(POSTS, course)], [round_of(POSTS // ROUNDS, course) for _ in range(ROUNDS)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bare = [("GET", "/bench/ok", None)] * POSTS
    say(f"{POSTS} requests of each kind from {CLIENTS} clients")
    rate(port, bare[: POSTS // 4])  # warms both workers
    # In halves, there and back, so that whatever else the machine does meanwhile falls on all three alike.
    kinds = [bare, posts(one), posts(many)]
    halves = [[kind[place::2] for kind in kinds] for place in (0, 1)]
    rates = [[rate(port, half) for half in halves[0]], [rate(port, half) for half in halves[1][::-1]][::-1]]
    return [2 / sum(1 / rate for rate in both) for both in zip(*rates, strict=True)]


def rate(port, requests):
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        statuses = list(clients.map(lambda one: phones.request(HOST, port, *one)[0], requests))
    took = time.perf_counter() - began
    if not set(statuses) <= {200, 302}:
        raise RuntimeError(f"answered {set(statuses)} while it was measured")
    return len(requests) / took


def posts(found):
    links = [fresh_link(invitation) for one in found for invitation in one.invitations.all()]
    return [("POST", f"/feedback/{token}/", phones.SAID) for token in links]


def round_of(people, course):
    """A round of a session that is on right now and that all these people came to."""
    now = timezone.now()
    session = Session.objects.create(
        course=course,
        online_link="https://meet.example/room",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        capacity=people,
        state=Session.State.OPEN,
        opened_at=now - timedelta(days=30),
    )
    Booking.objects.bulk_create(
        Booking(
            session=session,
            name=f"Person {n}",
            email=f"person{n}@example.test",
            state=Booking.State.BOOKED,
            attendance=Booking.Attendance.ATTENDED,
            booked_at=now - timedelta(days=9),
        )
        for n in range(people)
    )
    found = rounds.open_round(session=session, now=now, send=False)
    bookings = session.bookings.all()
    found.invitations.model.objects.bulk_create(
        found.invitations.model(round=found, booking=one, emailed=True) for one in bookings
    )
    return Round.objects.select_related("session").get(pk=found.pk)


def table(measured):
    lines = ["| step | p50, ms | p95, ms |", "| --- | ---: | ---: |"]
    for step, seconds in measured.steps.items():
        lines.append(f"| {step} | {1000 * median(seconds):.0f} | {1000 * p95(seconds):.0f} |")
    lines += [
        "",
        f"Of {PHONES} phones {measured.answered} answered; {measured.counted} answers were counted.",
        "",
        "| eight clients | a second | of bare |",
        "| --- | ---: | ---: |",
        f"| the bare page | {measured.bare:.0f} | 1 |",
        f"| answers, one round | {measured.on_one:.0f} | {measured.on_one / measured.bare:.2f} |",
        f"| answers, {ROUNDS} rounds | {measured.on_many:.0f} | {measured.on_many / measured.bare:.2f} |",
    ]
    return "\n".join(lines)


def p95(seconds):
    return quantiles(seconds, n=20)[-1]


def figures(measured):
    for step, seconds in measured.steps.items():
        yield figure(NAME, f"{step} p50", median(seconds), "s")
        yield figure(NAME, f"{step} p95", p95(seconds), "s", goal=f"<={MOST_SECONDS}")
    yield figure(NAME, "counted", measured.counted, "answers", goal=f">={PHONES}")
    yield figure(NAME, "counted twice", measured.counted - measured.answered, "answers", goal="<=0")
    for name, a_second, beside, goal in (
        ("the bare page", measured.bare, None, None),
        ("one round beside the bare page", measured.on_one, measured.bare, LEAST_OF_BARE),
        ("one round beside a hundred", measured.on_one, measured.on_many, LEAST_OF_MANY),
    ):
        ratio = a_second / beside if beside else None
        yield figure(
            NAME,
            name,
            ratio or a_second,
            "times" if beside else "a second",
            ratio=ratio,
            goal=f">={goal}" if goal else None,
        )
