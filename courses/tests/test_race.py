"""Fifty people want ten places at once, over HTTP; the control takes the lock away and must oversell."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.utils import timezone

from courses import bookings
from courses.models import Booking, Session
from courses.tests.factories import SessionFactory

PEOPLE, PLACES = 50, 10


@pytest.fixture
def session(transactional_db):
    return SessionFactory(capacity=PLACES, starts_at=timezone.now() + timedelta(days=20))


@pytest.fixture
def slow_count(monkeypatch):
    """Counting takes a moment, with and without the lock, so that whoever may overlap does."""
    count = bookings.free_places

    def slow(session):
        free = count(session)
        time.sleep(0.01)
        return free

    monkeypatch.setattr(bookings, "free_places", slow)


def race(server, session):
    """Everybody posts at once; the statuses they get."""
    host, path = urlsplit(server.url).netloc, f"/sessions/{session.pk}/book/"
    with closing(HTTPConnection(host, timeout=60)) as opened:
        opened.request("GET", path)
        page = opened.getresponse()
        html, cookie = page.read().decode(), page.getheader("Set-Cookie").split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    start = threading.Barrier(PEOPLE)

    def book(n):
        said = {
            "csrfmiddlewaretoken": token,
            "name": f"Person {n}",
            "email": f"person.{n}@nowhere.example",
            "organisation": "other",
            "other_organisation": "St Elsewhere",
            "staff_group": "03",
        }
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        start.wait()
        lines[n].request("POST", path, urlencode(said), headers)
        answer = lines[n].getresponse()
        answer.read()
        return answer.status

    with ExitStack() as hang_up, ThreadPoolExecutor(PEOPLE) as everybody:
        lines = [hang_up.enter_context(closing(HTTPConnection(host, timeout=60))) for _ in range(PEOPLE)]
        for line in lines:  # one by one, because the test server's queue for newcomers is short
            line.connect()
        return list(everybody.map(book, range(PEOPLE)))


def test_ten_are_booked_and_forty_wait_in_a_strict_order(live_server, session, slow_count):
    statuses = race(live_server, session)
    assert statuses == [302] * PEOPLE
    found = list(session.bookings.order_by("pk").values_list("state", "place_in_line"))
    assert found == [("booked", None)] * 10 + [("waiting", n) for n in range(1, 41)]


def test_without_the_lock_it_oversells(live_server, session, slow_count, monkeypatch):
    monkeypatch.setattr(bookings, "lock_session", lambda pk: Session.objects.with_facts().get(pk=pk))
    race(live_server, session)
    assert session.bookings.filter(state=Booking.State.BOOKED).count() > PLACES
