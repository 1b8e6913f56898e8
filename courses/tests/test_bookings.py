"""Places: one at a time, in order, kept for a while, never more than there are."""

from datetime import timedelta

import pytest

from courses import bookings
from courses.models import Booking
from courses.refusals import AlreadyBooked, NotBooked, NothingOffered, NotOpen
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail

State = Booking.State
pytestmark = pytest.mark.django_db


def book(session, name="Sam Asante", now=NOW):
    email = f"{name.lower().replace(' ', '.')}@nowhere.example"
    return bookings.book(session=session, name=name, email=email, now=now)


def sent(booking):
    return list(
        OutgoingEmail.objects.filter(about="courses.Booking", about_id=str(booking.pk))
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_a_place_in_an_open_session_is_booked_and_confirmed_with_a_calendar_entry():
    booking = book(SessionFactory())
    assert booking.state == State.BOOKED
    email = OutgoingEmail.objects.get(kind="courses/booking_confirmed")
    assert email.to_email == booking.email
    assert email.calendar_method == "REQUEST"


def test_beyond_the_places_people_wait_in_the_order_they_came():
    session = SessionFactory(capacity=1)
    first, second, third = (book(session, name) for name in ("A A", "B B", "C C"))
    assert [one.state for one in (first, second, third)] == [State.BOOKED, State.WAITING, State.WAITING]
    assert list(session.bookings.waiting()) == [second, third]
    assert "2 people" not in OutgoingEmail.objects.get(about_id=str(second.pk)).text
    assert "1 person is before you" in OutgoingEmail.objects.get(about_id=str(third.pk)).text


@pytest.mark.parametrize(
    "details",
    [{"state": "planned"}, {"state": "called_off", "called_off_because": "Snow"}, {"starts_at": NOW}],
)
def test_a_session_that_is_not_open_or_has_begun_cannot_be_booked(details):
    with pytest.raises(NotOpen):
        book(SessionFactory(**details))
    assert not Booking.objects.exists()


def test_the_same_address_is_not_booked_twice_whatever_its_capitals():
    session = SessionFactory()
    first = bookings.book(session=session, name="Sam", email="sam@nowhere.example", now=NOW)
    with pytest.raises(AlreadyBooked) as refused:
        bookings.book(session=session, name="Sam", email="Sam@Nowhere.example", now=NOW)
    assert refused.value.booking == first
    assert session.bookings.count() == 1


def test_who_cancelled_may_book_again():
    session = SessionFactory()
    bookings.cancel(booking=book(session), now=NOW)
    assert book(session).state == State.BOOKED


def test_a_freed_place_is_offered_to_the_next_in_line_for_two_days():
    session = SessionFactory(capacity=1)
    first, second, third = (book(session, name) for name in ("A A", "B B", "C C"))
    bookings.cancel(booking=first, now=NOW)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.hold_until) == (State.OFFERED, NOW + timedelta(hours=48))
    assert third.state == State.WAITING
    assert sent(first) == ["courses/booking_confirmed", "courses/booking_cancelled"]
    assert sent(second) == ["courses/booking_waiting", "courses/place_offered"]


def test_a_held_place_cannot_be_booked_by_somebody_else():
    session = SessionFactory(capacity=1)
    first, _ = book(session, "A A"), book(session, "B B")
    bookings.cancel(booking=first, now=NOW)
    assert book(session, "New Comer").state == State.WAITING


def test_an_offered_place_can_be_taken_and_is_then_booked():
    session = SessionFactory(capacity=1)
    first, second = book(session, "A A"), book(session, "B B")
    bookings.cancel(booking=first, now=NOW)
    taken = bookings.take_offered_place(booking=second, now=NOW + timedelta(hours=47))
    assert taken.state == State.BOOKED
    assert sent(second)[-1] == "courses/booking_confirmed"
    with pytest.raises(NothingOffered, match="already"):
        bookings.take_offered_place(booking=second, now=NOW + timedelta(hours=47))


def test_a_refused_place_goes_to_the_next():
    session = SessionFactory(capacity=1)
    first, second, third = (book(session, name) for name in ("A A", "B B", "C C"))
    bookings.cancel(booking=first, now=NOW)
    bookings.refuse_offered_place(booking=second, now=NOW)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (State.CANCELLED, State.OFFERED)


def test_a_hold_that_nobody_took_in_time_lapses_and_the_next_is_offered_the_place():
    session = SessionFactory(capacity=1)
    first, second, third = (book(session, name) for name in ("A A", "B B", "C C"))
    bookings.cancel(booking=first, now=NOW)
    later = NOW + timedelta(hours=48)
    assert bookings.lapse_holds(now=later - timedelta(seconds=1)) == 0
    with pytest.raises(NothingOffered, match="has passed"):
        bookings.take_offered_place(booking=second, now=later)
    assert bookings.lapse_holds(now=later) == 1
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (State.LAPSED, State.OFFERED)
    assert third.hold_until == later + timedelta(hours=48)
    assert sent(second)[-1] == "courses/offer_lapsed"


@pytest.mark.parametrize(
    ("before_start", "held_until_before_start"),
    [
        (timedelta(days=10), timedelta(days=8)),
        (timedelta(hours=40), timedelta(hours=2)),
        (timedelta(hours=3), timedelta(hours=2)),
        (timedelta(hours=2, minutes=30), timedelta(hours=1)),
        (timedelta(hours=1, minutes=15), timedelta(hours=1)),
        (timedelta(hours=1, minutes=14), None),
        (timedelta(0), None),
    ],
)
def test_a_hold_ends_well_before_the_session_starts(before_start, held_until_before_start):
    session = SessionFactory()
    until = bookings.hold_until(session, session.starts_at - before_start)
    assert until == (held_until_before_start and session.starts_at - held_until_before_start)


def test_who_books_while_a_freed_place_was_offered_to_nobody_does_not_jump_the_line():
    # given a place that came free too late to be offered
    session = SessionFactory(capacity=1)
    first, second = book(session, "A A"), book(session, "B B")
    bookings.cancel(booking=first, now=session.starts_at - timedelta(hours=1))
    assert book(session, "New Comer", now=session.starts_at - timedelta(minutes=50)).state == State.WAITING
    second.refresh_from_db()
    assert second.state == State.WAITING


def test_nothing_is_cancelled_twice_or_after_the_start():
    booking = book(SessionFactory())
    with pytest.raises(NotBooked, match="has begun"):
        bookings.cancel(booking=booking, now=booking.session.starts_at)
    bookings.cancel(booking=booking, now=NOW)
    with pytest.raises(NotBooked, match="cancelled before"):
        bookings.cancel(booking=booking, now=NOW)


def test_an_address_that_is_booked_is_written_to_once_an_hour_at_most():
    booking = BookingFactory()
    for minutes in (0, 1, 59, 60):
        bookings.emails.booking_again(booking, now=NOW + timedelta(minutes=minutes))
    assert sent(booking) == ["courses/booking_again"] * 2
