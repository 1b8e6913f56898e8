"""A venue comes to have one room while a session is being planned there, over two real connections. Whoever
comes second is refused; the control takes the venue's lock away, and both stand."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from courses import rooms, scheduling, venues
from courses.models import Session, Venue
from courses.refusals import RoomTaken
from courses.tests.factories import NOW, SessionFactory, VenueFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(coordinator):
    """A session in two weeks, at a venue that may have several rooms."""
    return SessionFactory(venue=VenueFactory())


@pytest.fixture
def without_the_lock(monkeypatch):
    monkeypatch.setattr(rooms, "hold", lambda pk: Venue.objects.get(pk=pk))


def plan_beside(there, by):
    starts_at = there.starts_at + timedelta(hours=1)
    scheduling.plan(
        course=there.course,
        venue=there.venue,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=10,
        by=by,
        now=NOW,
    )


def make_it_one_room(there, by):
    venues.change(venue=there.venue, one_room=True, by=by, now=NOW)


def race(first, second, there, by):
    """`second` begins while `first` has not ended; returns what it was told, None for done."""
    told = []

    def do():
        try:
            second(there, by)
            told.append(None)
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    other = Thread(target=do)
    with transaction.atomic():
        first(there, by)
        other.start()
        other.join(1)
    other.join(20)
    return told[0]


def two_in_one_room():
    return Venue.objects.get().one_room and Session.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (make_it_one_room, plan_beside, "has one room, and the Active Bystander is in it"),
        (plan_beside, make_it_one_room, "Two sessions to come are there at the same time"),
    ],
)
def test_whoever_comes_second_is_refused_and_told_why(there, coordinator, first, second, why):
    told = race(first, second, there, coordinator)
    assert isinstance(told, RoomTaken) and why in told.why
    assert not two_in_one_room()


@pytest.mark.parametrize(
    ("first", "second"), [(make_it_one_room, plan_beside), (plan_beside, make_it_one_room)]
)
def test_control_without_the_lock_both_stand(there, coordinator, without_the_lock, first, second):
    assert race(first, second, there, coordinator) is None
    assert two_in_one_room()
