"""Whatever people do in whatever order: never over capacity, one live booking each, the line in its order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from courses import bookings, scheduling
from courses.models import Booking
from courses.refusals import AlreadyBooked, NotBooked, NothingOffered, NotOpen, TooFewPlaces
from courses.tests.factories import NOW, SessionFactory

State = Booking.State
PEOPLE = st.integers(0, 9)


class Places(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.now = NOW
        self.session = SessionFactory(capacity=2, starts_at=NOW + timedelta(days=12))
        for person in range(5):  # a line from the start, because that is where it gets interesting
            self.book(person=person, shouts=False)

    def latest(self, person):
        """Somebody's newest booking, or None."""
        email = f"p{person}@nowhere.example"
        return Booking.objects.filter(session=self.session, email=email).order_by("-pk").first()

    def nth(self, n, state):
        """One of those in that state, or None."""
        found = list(Booking.objects.filter(session=self.session, state=state).order_by("pk"))
        return found[n % len(found)] if found else None

    @rule(person=PEOPLE, shouts=st.booleans())
    def book(self, person, shouts):
        email = f"p{person}@nowhere.example"
        before = self.latest(person)
        try:
            bookings.book(
                session=self.session, name="P", email=email.upper() if shouts else email, now=self.now
            )
        except AlreadyBooked:
            assert before.is_live
        except NotOpen:
            assert self.now >= self.session.starts_at
        else:
            Booking.objects.filter(email=email.upper()).update(email=email)

    @rule(nth=st.integers(0, 9), state=st.sampled_from(Booking.LIVE))
    def cancel(self, nth, state):
        if booking := self.nth(nth, state):
            try:
                bookings.cancel(booking=booking, now=self.now)
            except NotBooked:
                assert self.now >= self.session.starts_at

    @rule(nth=st.integers(0, 9), verb=st.sampled_from(["take_offered_place", "refuse_offered_place"]))
    def answer(self, nth, verb):
        if booking := self.nth(nth, State.OFFERED) or self.nth(nth, State.WAITING):
            try:
                getattr(bookings, verb)(booking=booking, now=self.now)
            except NothingOffered:
                assert booking.state == State.WAITING

    @rule(person=PEOPLE)
    def try_again_after_the_end(self, person):
        booking = self.latest(person)
        if booking and not booking.is_live:
            with pytest.raises(NotBooked):
                bookings.cancel(booking=booking, now=self.now)
            with pytest.raises(NothingOffered):
                bookings.take_offered_place(booking=booking, now=self.now)

    @rule(capacity=st.integers(1, 4))
    @precondition(lambda self: self.now < self.session.starts_at)
    def change_places(self, capacity):
        try:
            scheduling.change(session=self.session, by=None, now=self.now, capacity=capacity)
        except TooFewPlaces:
            assert bookings.places_taken(self.session) > capacity

    @rule(hours=st.integers(1, 50))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        bookings.lapse_holds(now=self.now)

    @invariant()
    def it_stands_as_promised(self):
        self.session.refresh_from_db()
        rows = list(Booking.objects.filter(session=self.session))
        live = [one for one in rows if one.is_live]
        assert sum(one.state in Booking.TAKES_PLACE for one in live) <= self.session.capacity
        assert len({one.email for one in live}) == len(live)
        asked = [one.place_in_line for one in rows if one.place_in_line and one.state != State.WAITING]
        waiting = [one.place_in_line for one in rows if one.state == State.WAITING]
        taken = [
            one.place_in_line
            for one in rows
            if one.place_in_line and one.state in Booking.TAKES_PLACE + (State.LAPSED,)
        ]
        assert not waiting or not taken or max(taken) < min(waiting)
        assert len(set(asked + waiting)) == len(asked + waiting)
        for one in live:
            assert one.state != State.OFFERED or self.now < one.hold_until < self.session.starts_at
        free = self.session.capacity - sum(one.state in Booking.TAKES_PLACE for one in live)
        in_time = bookings.hold_until(self.session, self.now) is not None
        assert not (free and waiting and in_time), "somebody waits while a place is free"


@pytest.mark.django_db
def test_places_stand_as_promised_whatever_people_do():
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
