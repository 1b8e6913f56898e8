"""A reminder is a question to the database: who starts soon and has no row for the session as it stands."""

from datetime import UTC, datetime, timedelta

import pytest

from courses import reminding, scheduling, tasks
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail

WEEK, DAY = timedelta(days=7), timedelta(days=1)
pytestmark = pytest.mark.django_db


def reminded():
    found = OutgoingEmail.objects.filter(kind__startswith="courses/reminder").order_by("id")
    return [email.kind.removeprefix("courses/reminder_") for email in found]


@pytest.fixture
def booking():
    return BookingFactory(session=SessionFactory(starts_at=NOW + timedelta(days=20)))


def test_everybody_booked_is_reminded_a_week_and_a_day_before_and_only_once(booking):
    starts_at = booking.session.starts_at
    seen = []
    for moment in (WEEK + timedelta(minutes=1), WEEK, WEEK / 2, DAY + timedelta(minutes=1), DAY, DAY / 2):
        reminding.remind(now=starts_at - moment)
        seen.append(reminded())
    assert seen == [[], ["week"], ["week"], ["week"], ["week", "day"], ["week", "day"]]
    assert OutgoingEmail.objects.last().holds_until == starts_at


def test_nothing_goes_out_once_it_has_begun(booking):
    assert reminding.remind(now=booking.session.starts_at) == 0


def test_where_beat_was_away_for_long_only_the_nearer_reminder_goes_out(booking):
    reminding.remind(now=booking.session.starts_at - timedelta(hours=20))
    assert reminded() == ["day"]


@pytest.mark.parametrize(
    ("booked_before", "expected"),
    [(timedelta(days=8), ["week", "day"]), (timedelta(days=3), ["day"]), (timedelta(hours=5), [])],
)
def test_who_booked_inside_that_stretch_is_not_told_again_at_once(booking, booked_before, expected):
    starts_at = booking.session.starts_at
    booking.booked_at = starts_at - booked_before
    booking.save()
    for hours in range(int(booked_before / timedelta(hours=1)), 0, -1):
        reminding.remind(now=starts_at - timedelta(hours=hours))
    assert reminded() == expected


def test_a_place_taken_from_the_waiting_list_counts_from_when_it_was_taken(booking):
    booking.placed_at = booking.session.starts_at - timedelta(days=3)
    booking.save()
    reminding.remind(now=booking.placed_at)
    assert reminded() == []


@pytest.mark.parametrize(
    "details", [{"state": "waiting", "place_in_line": 1}, {"state": "cancelled", "ended_at": NOW}]
)
def test_only_who_has_a_place_is_reminded(booking, details):
    BookingFactory(session=booking.session, **details)
    assert reminding.remind(now=booking.session.starts_at - WEEK) == 1


def test_reminders_follow_a_session_that_moves(booking, coordinator):
    session = booking.session
    reminding.remind(now=session.starts_at - WEEK)
    moved = session.starts_at + timedelta(days=30)
    now = session.starts_at - timedelta(days=6)
    scheduling.change(
        session=session, by=coordinator, now=now, starts_at=moved, ends_at=moved + timedelta(hours=2)
    )
    reminding.remind(now=session.starts_at - DAY)
    assert reminded() == ["week"]
    reminding.remind(now=moved - WEEK)
    assert reminded() == ["week", "week"]


def test_a_session_called_off_reminds_nobody(booking, coordinator):
    scheduling.call_off(session=booking.session, reason="Snow", by=coordinator, now=NOW)
    assert reminding.remind(now=booking.session.starts_at - WEEK) == 0


def test_a_week_is_seven_times_24_hours_across_a_clock_change():
    # given a session on the Tuesday after the clocks go forward
    session = SessionFactory(starts_at=datetime(2026, 3, 31, 8, 30, tzinfo=UTC))
    BookingFactory(session=session)
    assert reminding.remind(now=datetime(2026, 3, 24, 8, 29, tzinfo=UTC)) == 0
    assert reminding.remind(now=datetime(2026, 3, 24, 8, 30, tzinfo=UTC)) == 1


def test_the_question_costs_the_same_however_many_are_booked(booking, django_assert_num_queries):
    BookingFactory.create_batch(20, session=booking.session)
    with django_assert_num_queries(2):
        reminding.remind(now=booking.session.starts_at - timedelta(days=8))


def test_beat_calls_it_by_its_name(booking):
    assert tasks.remind.name == "courses.remind"
    assert tasks.lapse_holds.name == "courses.lapse_holds"
    tasks.remind()
    tasks.lapse_holds()
