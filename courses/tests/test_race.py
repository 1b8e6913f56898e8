"""Fifty people want ten places at once, over HTTP; the control takes the lock away and must oversell."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from courses import bookings
from courses.models import Booking, Session
from courses.tests.factories import SessionFactory
from courses.tests.racing import booking_of, post_all

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
    path = f"/sessions/{session.pk}/book/"
    return post_all(server, [(path, booking_of(n)) for n in range(PEOPLE)])


def test_ten_are_booked_and_forty_wait_in_a_strict_order(live_server, session, slow_count):
    statuses = race(live_server, session)
    assert statuses == [302] * PEOPLE
    found = list(session.bookings.order_by("pk").values_list("state", "place_in_line"))
    assert found == [("booked", None)] * 10 + [("waiting", n) for n in range(1, 41)]


def test_without_the_lock_it_oversells(live_server, session, slow_count, monkeypatch):
    monkeypatch.setattr(bookings, "lock_session", lambda pk: Session.objects.with_facts().get(pk=pk))
    race(live_server, session)
    assert session.bookings.filter(state=Booking.State.BOOKED).count() > PLACES
