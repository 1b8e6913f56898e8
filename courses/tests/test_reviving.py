"""Bringing a called-off session back: the same bookings, in their order, within the places; told once."""

from datetime import timedelta

import pytest

from courses import bookings, forgetting, reviving, scheduling
from courses.models import Booking
from courses.refusals import NotOpenToChange, RoomTaken
from courses.tests.factories import NOW, BookingFactory, SessionFactory, TrainingRequestFactory, VenueFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(coordinator):
    """Open, two places: two booked, one of whom left again, one offered the place, one waiting."""
    asked = TrainingRequestFactory(state="taken", owner=coordinator)
    session = SessionFactory(capacity=2, opened_at=NOW, request=asked)
    people = [
        bookings.book(session=session, name=name, email=f"{name}@nowhere.example", needs="A loop", now=NOW)
        for name in "abcd"
    ]
    bookings.cancel(booking=people[0], now=NOW)
    return session


def states(session):
    return dict(session.bookings.values_list("name", "state"))


def call_off(session, by):
    return scheduling.call_off(session=session, reason="Snow", by=by, now=NOW)


def revive(session, by):
    return reviving.revive(session=session, by=by, now=NOW)


def test_what_the_call_off_ended_comes_back_and_what_ended_before_does_not(session, coordinator):
    before = states(session)
    assert before == {"a": "cancelled", "b": "booked", "c": "offered", "d": "waiting"}
    call_off(session, coordinator)
    revived = revive(session, coordinator)
    assert (revived.state, revived.sequence, revived.called_off_because) == ("open", 2, "")
    assert states(session) == before
    assert not session.bookings.exclude(called_off_from="").exists()
    verbs = AuditEvent.objects.filter(verb="booking revived").count()
    assert (verbs, AuditEvent.objects.filter(verb="session revived").count()) == (3, 1)


def test_everybody_hears_of_it_once_and_the_request_has_its_answer_again(session, coordinator):
    call_off(session, coordinator)
    OutgoingEmail.objects.all().update(state="sent", sent_at=NOW, sealed_links=None)
    revive(session, coordinator)
    queued = OutgoingEmail.objects.filter(state="queued")
    assert sorted(queued.values_list("kind", "to_name", "calendar_method")) == [
        ("courses/request_session_revived", "Jo Brennan", ""),
        ("courses/session_revived", "b", "REQUEST"),
        ("courses/session_revived", "c", ""),
        ("courses/session_revived", "d", ""),
    ]
    assert "A place is free for you" in queued.get(to_name="c").text
    session.request.refresh_from_db()
    assert session.request.state == "scheduled"


def test_called_off_and_brought_back_twice_says_so_twice(session, coordinator):
    for n in (1, 2):
        call_off(session, coordinator)
        revive(session, coordinator)
        for kind in ("session_called_off", "session_revived"):
            assert OutgoingEmail.objects.filter(kind=f"courses/{kind}", to_name="b").count() == n


def test_one_that_was_never_open_is_planned_again_and_its_request_waits(coordinator):
    session = SessionFactory(
        state="planned", request=TrainingRequestFactory(state="taken", owner=coordinator)
    )
    call_off(session, coordinator)
    assert revive(session, coordinator).state == "planned"
    session.request.refresh_from_db()
    assert session.request.state == "taken"
    assert not OutgoingEmail.objects.exists()


def test_a_request_that_was_withdrawn_meanwhile_stays_so(session, coordinator):
    call_off(session, coordinator)
    type(session.request).objects.update(state="withdrawn", answered_at=NOW)
    revive(session, coordinator)
    session.request.refresh_from_db()
    assert session.request.state == "withdrawn"
    assert not OutgoingEmail.objects.filter(kind="courses/request_session_revived").exists()


def test_one_that_stands_or_is_past_is_not_brought_back(session, coordinator):
    with pytest.raises(NotOpenToChange, match="not called off"):
        revive(session, coordinator)
    call_off(session, coordinator)
    with pytest.raises(NotOpenToChange, match="passed"):
        reviving.revive(session=session, by=coordinator, now=session.starts_at)


def test_a_room_that_was_given_away_meanwhile_is_not_taken_back(coordinator):
    venue = VenueFactory(one_room=True)
    session = SessionFactory(venue=venue, sole_use=True)
    BookingFactory(session=session)
    call_off(session, coordinator)
    SessionFactory(venue=venue, sole_use=True, starts_at=session.starts_at + timedelta(hours=1))
    with pytest.raises(RoomTaken, match="has one room"):
        revive(session, coordinator)
    assert not session.bookings.live().exists()


def test_somebody_who_is_there_twice_comes_back_once_and_nobody_beyond_the_places(session, coordinator):
    call_off(session, coordinator)
    # given two who were found to be one person, and a session made smaller by hand
    session.bookings.filter(name="d").update(email="B@nowhere.example")
    BookingFactory(session=session, name="e", booked_at=NOW + timedelta(hours=1))
    revive(session, coordinator)
    assert states(session) == {
        "a": "cancelled",
        "b": "booked",
        "c": "waiting",
        "d": "cancelled",
        "e": "booked",
    }


def test_what_people_need_is_kept_until_it_cannot_come_back_any_more(session, coordinator):
    call_off(session, coordinator)
    forgetting.forget_needs(now=NOW)
    assert set(Booking.objects.exclude(needs="").values_list("name", flat=True)) == {"b", "c", "d"}
    forgetting.forget_needs(now=session.starts_at)
    assert not Booking.objects.exclude(needs="").exists()
