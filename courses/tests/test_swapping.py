"""Passing a place on by name: the old person is told, the new one starts with a link and no needs."""

import pytest

from courses import blocks, bookings, swapping
from courses.models import Booking
from courses.refusals import AlreadyBooked, NotBooked, SamePerson
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from courses.tests.test_blocks import keep, kept_in
from stepforward.outbox.models import OutgoingEmail

State = Booking.State
pytestmark = pytest.mark.django_db


def swap(booking, email="wei@nowhere.example"):
    return swapping.swap(booking=booking, name="Wei", email=email, now=NOW)


def test_both_are_told_and_needs_are_not_carried_over():
    old = BookingFactory(needs="Captions", dietary="Vegan", other_organisation="Hospice")
    new = swap(old)
    old.refresh_from_db()
    assert (old.state, new.state, new.needs, new.dietary) == (State.PASSED_ON, State.BOOKED, "", "")
    assert new.other_organisation == "Hospice"
    kinds = dict(OutgoingEmail.objects.values_list("to_email", "kind"))
    assert kinds == {
        old.email: "courses/booking_passed_on",
        "wei@nowhere.example": "courses/booking_confirmed",
    }
    assert OutgoingEmail.objects.get(to_email=old.email).calendar_method == "CANCEL"


@pytest.mark.parametrize("state", ["waiting", "offered"])
def test_a_place_in_the_line_and_its_hold_pass_on(state):
    session = SessionFactory(capacity=1)
    first = BookingFactory(session=session)
    waits = bookings.book(session=session, name="S", email="s@nowhere.example", now=NOW)
    if state == "offered":
        bookings.cancel(booking=first, now=NOW)
        waits.refresh_from_db()
    new = swap(waits)
    assert (new.state, new.place_in_line, new.hold_until) == (state, 1, waits.hold_until)


def test_a_department_s_place_stays_the_department_s():
    kept = kept_in(keep(SessionFactory(), places=1))
    taken = blocks.take(kept=kept, name="Sam", email="sam@nowhere.example", now=NOW)
    assert swap(taken).kept == kept


def test_nobody_is_swapped_with_themselves_or_with_somebody_who_has_a_place():
    booking = BookingFactory()
    other = BookingFactory(session=booking.session)
    with pytest.raises(SamePerson):
        swap(booking, booking.email.upper())
    with pytest.raises(AlreadyBooked):
        swap(booking, other.email)
    swap(booking)
    with pytest.raises(NotBooked, match="passed on"):
        swap(booking, "late@nowhere.example")
