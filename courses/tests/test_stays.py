"""For how much of it somebody was there: late, early, too little; and what follows from it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses import registers
from courses.correcting import put_right
from courses.models import Booking, Certificate
from courses.refusals import NotThen, NotThere
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.rollout.models import Fact

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def booking():
    """Of a session that has run for an hour."""
    return BookingFactory(session=SessionFactory(starts_at=NOW - timedelta(hours=1)))


def test_late_and_early_say_that_somebody_attended_with_a_rough_time_or_without(booking, coordinator):
    late = NOW - 40 * MINUTE
    stay = registers.note_stay(booking=booking, came_late=True, arrived_at=late, by=coordinator, now=NOW)
    assert (stay.attendance, stay.came_late, stay.arrived_at, stay.left_early) == (
        "attended",
        True,
        late,
        False,
    )
    stay = registers.note_stay(booking=booking, left_early=True, by=coordinator, now=NOW)
    assert (stay.came_late, stay.arrived_at, stay.left_early, stay.left_at) == (False, None, True, None)


@pytest.mark.parametrize(
    ("stay", "field"),
    [
        ({"came_late": True, "arrived_at": NOW - 61 * MINUTE}, "arrived_at"),
        ({"left_early": True, "left_at": NOW + 61 * MINUTE}, "left_at"),
        (
            {"came_late": True, "arrived_at": NOW, "left_early": True, "left_at": NOW - MINUTE},
            "left_at",
        ),
    ],
)
def test_a_time_outside_the_session_or_the_wrong_way_round_is_refused(booking, coordinator, stay, field):
    with pytest.raises(NotThen) as refused:
        registers.note_stay(booking=booking, by=coordinator, now=NOW, **stay)
    assert refused.value.field == field


def test_a_time_without_its_mark_is_left_out(booking, coordinator):
    stay = registers.note_stay(booking=booking, arrived_at=NOW, left_at=NOW, by=coordinator, now=NOW)
    assert (stay.arrived_at, stay.left_at) == (None, None)


def test_who_gave_the_place_back_is_not_there(booking, coordinator):
    Booking.objects.update(state="cancelled", ended_at=NOW)
    with pytest.raises(NotThere):
        registers.note_stay(booking=booking, by=coordinator, now=NOW)


def test_marked_as_absent_afterwards_nothing_of_the_stay_is_left(booking, coordinator):
    registers.note_stay(booking=booking, came_late=True, took_part=False, by=coordinator, now=NOW)
    registers.mark(session=booking.session, attended=[], absent=[booking], by=coordinator, now=NOW)
    booking.refresh_from_db()
    assert (booking.attendance, booking.came_late, booking.took_part) == ("absent", False, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"came_late": True},
        {"took_part": False},
        {"attendance": "attended", "arrived_at": NOW},
        {"attendance": "attended", "left_at": NOW},
        {
            "attendance": "attended",
            "came_late": True,
            "left_early": True,
            "arrived_at": NOW,
            "left_at": NOW,
        },
    ],
)
def test_the_database_itself_refuses_a_stay_that_cannot_be(booking, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.update(**wrong)


def closed(session, by):
    return registers.close(session=session, by=by, now=session.ends_at)


def test_late_and_early_are_certified_for_the_whole_session(booking, coordinator):
    registers.note_stay(booking=booking, came_late=True, left_early=True, by=coordinator, now=NOW)
    closed(booking.session, coordinator)
    assert booking.certificates.get().said_hours == "2 hours"


def test_too_little_is_neither_certified_nor_counted_as_trained(booking, coordinator):
    BookingFactory(session=booking.session, attendance="attended")
    registers.note_stay(booking=booking, took_part=False, by=coordinator, now=NOW)
    closed(booking.session, coordinator)
    assert not booking.certificates.exists()
    assert Fact.objects.get(measure="people_trained").n == 1


def test_after_closing_the_coordinator_says_that_it_was_enough_after_all_or_was_not(booking, coordinator):
    # given somebody who was there for too little of a closed session
    registers.note_stay(booking=booking, took_part=False, by=coordinator, now=NOW)
    closed(booking.session, coordinator)
    said = {"booking": booking, "name": booking.name, "attended": True, "by": coordinator, "now": NOW}
    # when that is put right
    certificate = put_right(**said)
    # then it is certified and counted, and the other way round
    assert certificate == Certificate.objects.live().get()
    assert Fact.objects.get(measure="people_trained").n == 1
    assert put_right(**said, took_part=False) is None
    assert not Certificate.objects.live().exists()
    assert not Fact.objects.filter(measure="people_trained").exists()
