"""Why people cancelled, counted for each session in the file of the sessions' list."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import blocks, bookings, scheduling
from courses.models import Booking
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.testing import reading_as

pytestmark = pytest.mark.django_db
Reason = Booking.Reason


def counted(coordinator, tab="upcoming"):
    """{column: what it says} of the only session of the file, without the columns that say 0."""
    text = reading_as(coordinator)(f"{reverse('courses:manage_sessions')}?tab={tab}&format=csv")
    (row,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    return {name: value for name, value in row.items() if name.startswith("Cancelled") and value != "0"}, row


def test_each_reason_has_its_column_and_what_was_not_said_too(coordinator):
    # given a session with places for a department, which must not count anybody twice
    now = timezone.now()
    session = SessionFactory(capacity=20, starts_at=now + timedelta(days=20))
    kept = {"department": "Pharmacy", "contact_name": "Jo", "contact_email": "jo@trust.example"}
    for _ in range(2):
        names_by = (now + timedelta(days=9)).date()
        blocks.keep(sessions=[session], places=3, names_by=names_by, by=None, now=now, **kept)
    BookingFactory.create_batch(3, session=session)
    # when some cancel
    for because in (Reason.WORK, Reason.WORK, Reason.DATE, ""):
        bookings.cancel(booking=BookingFactory(session=session), because=because, now=now)
    # then the file says how many, and why
    cancelled, row = counted(coordinator)
    assert cancelled == {
        "Cancelled": "4",
        "Cancelled: I am needed at work": "2",
        "Cancelled: The date or time does not suit me any more": "1",
        "Cancelled: no reason given": "1",
    }
    assert row["Taken"] == "9"


def test_what_we_called_off_was_cancelled_by_nobody(coordinator):
    now = timezone.now()
    session = SessionFactory(starts_at=now + timedelta(days=20))
    BookingFactory.create_batch(2, session=session)
    bookings.cancel(booking=BookingFactory(session=session), because=Reason.OTHER, now=now)
    scheduling.call_off(session=session, reason="Snow", by=coordinator, now=now)
    cancelled, _ = counted(coordinator, tab="called-off")
    assert cancelled == {"Cancelled": "1", "Cancelled: Something else": "1"}
