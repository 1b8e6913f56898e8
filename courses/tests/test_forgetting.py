"""Access needs are kept no longer than they are needed."""

from datetime import timedelta

import pytest
from django.conf import settings

from courses import bookings
from courses.forgetting import forget_needs
from courses.tests.factories import NOW, BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def needs(booking):
    booking.refresh_from_db()
    return booking.needs


def test_access_needs_are_blanked_a_month_after_the_session_and_the_booking_stays():
    booking = BookingFactory(session=SessionFactory(), needs="Captions")
    ended = booking.session.ends_at
    assert forget_needs(now=ended + timedelta(days=30)) == 0
    assert needs(booking) == "Captions"
    assert forget_needs(now=ended + timedelta(days=31)) == 1
    assert (needs(booking), booking.name, booking.state) == ("", booking.name, "booked")


def test_access_needs_of_somebody_who_does_not_come_are_blanked_at_once():
    session = SessionFactory()
    comes, cancels = (BookingFactory(session=session, needs="Captions") for _ in range(2))
    bookings.cancel(booking=cancels, now=NOW)
    forget_needs(now=NOW)
    assert (needs(comes), needs(cancels)) == ("Captions", "")


def test_beat_asks_for_it():
    assert "courses.forget_needs" in {due["task"] for due in settings.CELERY_BEAT_SCHEDULE.values()}
