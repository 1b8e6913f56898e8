"""Whatever people do in whatever order: never over capacity, one live booking each, the line in its order,
every change of state audited once and mailed once."""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from courses import blocks, bookings, scheduling, swapping
from courses.models import Block, Booking, KeptPlaces, Session
from courses.people import merging
from courses.people.foreseeing import better
from courses.refusals import (
    AlreadyBooked,
    NotBooked,
    NothingOffered,
    NotKept,
    NotOpen,
    SamePerson,
    TooFewPlaces,
)
from courses.tests.factories import NOW, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.ui.wording import civil_date

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "35"))  # more by hand, when places change
State = Booking.State
PEOPLE, NTH = st.integers(0, 9), st.integers(0, 9)

# What is audited, with the states that a booking may come from, the one it comes to, and what is mailed.
WAITED = {State.WAITING, State.OFFERED}
CHANGES = {
    "place booked": ({None}, State.BOOKED, "booking_confirmed"),
    "waiting list joined": ({None}, State.WAITING, "booking_waiting"),
    "place offered": ({State.WAITING}, State.OFFERED, "place_offered"),
    "offered place taken": ({State.OFFERED}, State.BOOKED, "booking_confirmed"),
    "offered place refused": ({State.OFFERED}, State.CANCELLED, "booking_cancelled"),
    "offered place lapsed": ({State.OFFERED}, State.LAPSED, "offer_lapsed"),
    "booking cancelled": (set(Booking.LIVE), State.CANCELLED, "booking_cancelled"),
    "kept place taken": ({None} | WAITED, State.BOOKED, "booking_confirmed"),
    "place passed on": (set(Booking.LIVE), State.PASSED_ON, "booking_passed_on"),
    "booking merged": (set(Booking.LIVE), State.MERGED, "bookings_merged"),
}
TAKEN_OVER = {
    State.BOOKED: "booking_confirmed",
    State.WAITING: "booking_waiting",
    State.OFFERED: "place_offered",
}


def address(person):
    return f"p{person}@nowhere.example"


def keep_places(session, *, places, days, now):
    blocks.keep(
        sessions=[session],
        places=places,
        department="Pharmacy",
        contact_name="Jo",
        contact_email="jo@nowhere.example",
        names_by=civil_date(now) + timedelta(days=days),
        by=None,
        now=now,
    )


class Places(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.alone = transaction.savepoint()  # no example sees what another did
        self.now, self.was, self.event, self.email = NOW, {}, 0, 0
        self.session = Session.objects.get()

    @staticmethod
    def begin():
        """Places for a department and a line, because that is where it gets interesting; made once, and where
        every example starts."""
        session = SessionFactory(capacity=6, starts_at=NOW + timedelta(days=12))
        keep_places(session, places=2, days=6, now=NOW)
        for person in range(6):
            bookings.book(session=session, name="P", email=address(person), now=NOW)

    def latest(self, person):
        """Somebody's live booking, else their newest, or None; a merge may have brought them newer ones that
        had ended."""
        found = self.rows().of(address(person)).order_by("-pk")
        return found.live().first() or found.first()

    def nth(self, n, *states):
        """One of those in these states, or None."""
        found = list(self.rows().filter(state__in=states).order_by("pk"))
        return found[n % len(found)] if found else None

    def rows(self):
        return Booking.objects.filter(session=self.session)

    def kept(self, n):
        found = list(KeptPlaces.objects.filter(session=self.session).order_by("pk"))
        return found[n % len(found)] if found else None

    @property
    def stands(self):
        """Whether places of the session can still change hands."""
        return self.session.state == "open" and self.now < self.session.starts_at

    # --- What people do ---

    @rule(person=PEOPLE, shouts=st.booleans())
    def book(self, person, shouts):
        before, email = self.latest(person), address(person)
        try:
            bookings.book(
                session=self.session, name="P", email=email.upper() if shouts else email, now=self.now
            )
        except AlreadyBooked:
            assert before.is_live
        except NotOpen:
            assert not self.stands

    @rule(n=NTH, state=st.sampled_from(Booking.LIVE), because=st.sampled_from(["", *Booking.Reason]))
    def cancel(self, n, state, because):
        if booking := self.nth(n, state):
            try:
                bookings.cancel(booking=booking, because=because, note="Sorry", now=self.now)
            except NotBooked:
                assert not self.stands
            else:
                booking.refresh_from_db()
                assert (booking.cancelled_because, booking.cancelled_note) == (because, "Sorry")

    @rule(n=NTH, verb=st.sampled_from(["take_offered_place", "refuse_offered_place"]))
    def answer(self, n, verb):
        if booking := self.nth(n, State.OFFERED) or self.nth(n, State.WAITING):
            try:
                getattr(bookings, verb)(booking=booking, now=self.now)
            except NothingOffered:
                assert booking.state == State.WAITING

    @rule(person=PEOPLE)
    def try_again_after_the_end(self, person):
        booking = self.latest(person)
        if booking and not booking.is_live:
            for verb in (bookings.cancel, bookings.take_offered_place):
                with pytest.raises((NotBooked, NothingOffered)):
                    verb(booking=booking, now=self.now)
            with pytest.raises(NotBooked):
                swapping.swap(booking=booking, name="N", email="new@nowhere.example", now=self.now)

    @rule(n=NTH, state=st.sampled_from(Booking.LIVE), person=PEOPLE)
    def pass_on(self, n, state, person):
        if booking := self.nth(n, state):
            there = self.latest(person)
            try:
                swapping.swap(booking=booking, name="N", email=address(person), now=self.now)
            except SamePerson:
                assert booking.email.lower() == address(person)
            except AlreadyBooked:
                assert there.is_live
            except NotBooked:
                assert not self.stands

    # --- What departments do ---

    @rule(places=st.integers(1, 3), days=st.integers(0, 13))
    def keep(self, places, days):
        free, waits = bookings.free_places(self.session), self.nth(0, State.WAITING)
        try:
            keep_places(self.session, places=places, days=days, now=self.now)
        except TooFewPlaces:
            assert free < places or waits
        except (NotOpen, blocks.NotThen):
            ends = civil_date(self.now) + timedelta(days=days)
            assert not self.stands or ends >= civil_date(self.session.starts_at)

    @rule(n=NTH, people=st.lists(PEOPLE, min_size=1, max_size=3, unique=True), all_at_once=st.booleans())
    def fill(self, n, people, all_at_once):
        if not (kept := self.kept(n)):
            return
        left = KeptPlaces.objects.with_left().get(pk=kept.pk).left
        booked = [self.latest(one) for one in people]
        pairs = [("N", address(one)) for one in people]
        try:
            if all_at_once:
                blocks.add_names(kept=kept, people=pairs, now=self.now)
            else:
                blocks.take(kept=kept, name="N", email=pairs[0][1], now=self.now)
        except TooFewPlaces:
            assert left < len(people)
        except AlreadyBooked:
            assert any(one and one.state == State.BOOKED for one in booked)
        except NotKept:
            assert kept.released_at or kept.block.names_by < civil_date(self.now)
        except NotOpen:
            assert not self.stands

    @rule(n=NTH, places=st.integers(1, 3))
    def give_back(self, n, places):
        if kept := self.kept(n):
            left = KeptPlaces.objects.with_left().get(pk=kept.pk).left
            try:
                blocks.give_back(kept=kept, places=places, now=self.now)
            except TooFewPlaces:
                assert left < places
            except (NotKept, NotOpen):
                assert not self.stands or kept.released_at or kept.block.names_by < civil_date(self.now)

    @rule(n=NTH)
    def release(self, n):
        if kept := self.kept(n):
            blocks.release(block=kept.block, now=self.now)

    # --- What the coordinator does ---

    @rule(capacity=st.integers(2, 9))
    @precondition(lambda self: self.stands)
    def change_places(self, capacity):
        try:
            scheduling.change(session=self.session, by=None, now=self.now, capacity=capacity)
        except TooFewPlaces:
            assert bookings.places_taken(self.session) > capacity

    @rule(one=PEOPLE, other=PEOPLE)
    def merge(self, one, other):
        keep, gone = self.latest(one), self.latest(other)
        if keep and gone and one != other:
            ranked = sorted((keep, gone), key=better) if keep.is_live and gone.is_live else []
            merging.merge(keep=keep, other=gone, by=None, now=self.now)
            assert not self.rows().of(address(other)).exists()
            if ranked:
                stays, ended = (Booking.objects.get(pk=row.pk) for row in ranked)
                assert (stays.state in Booking.LIVE, ended.merged_into) == (True, stays)

    @rule(sure=st.integers(0, 9))
    @precondition(lambda self: self.stands)
    def call_off(self, sure):
        if sure == 0:
            scheduling.call_off(session=self.session, reason="Snow", by=None, now=self.now)

    @rule(hours=st.integers(1, 50))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        bookings.lapse_holds(now=self.now)
        blocks.release_due(now=self.now)
        blocks.remind(now=self.now)

    # --- What is promised ---

    @invariant()
    def it_stands_as_promised_and_every_change_is_audited_once_and_mailed_once(self):
        """One reading of the rows for both, because this is most of the time that the machine takes."""
        rows = list(self.rows())
        self.it_stands_as_promised(rows)
        self.every_change_is_audited_and_mailed({one.pk: one.state for one in rows})

    def it_stands_as_promised(self, rows):
        self.session = Session.objects.with_places().get(pk=self.session.pk)
        live = [one for one in rows if one.is_live]
        assert self.session.taken <= self.session.capacity
        assert sum(one.state in Booking.TAKES_PLACE for one in live) <= self.session.taken
        assert len({one.email.lower() for one in live}) == len(live)
        for one in KeptPlaces.objects.filter(session=self.session).kept().with_left():
            assert one.filled + one.left == one.places
        in_line = [one for one in rows if one.place_in_line and not one.kept_id]
        waiting = [one.place_in_line for one in in_line if one.state == State.WAITING]
        asked = [one.place_in_line for one in in_line if one.state in (*Booking.TAKES_PLACE, State.LAPSED)]
        assert not waiting or not asked or max(asked) < min(waiting)
        for one in live:
            assert one.state != State.OFFERED or self.now < one.hold_until < self.session.starts_at
        in_time = bookings.hold_until(self.session, self.now) is not None
        assert not (self.session.left > 0 and waiting and in_time), "somebody waits while a place is free"

    def every_change_is_audited_and_mailed(self, found):
        events = list(AuditEvent.objects.filter(id__gt=self.event).order_by("id"))
        states, told, merged = dict(self.was), Counter(), set()
        for event in events:
            pk = int(event.about_id)
            if event.verb == "session called off":
                for one, state in states.items():
                    if state in Booking.LIVE:
                        states[one] = State.CANCELLED
                        told[one, "session_called_off"] += 1
            elif event.verb == "place taken over":
                assert pk not in states
                states[pk] = self.state_of_the_one_before(pk)
                told[pk, TAKEN_OVER[states[pk]]] += 1
            elif event.verb in CHANGES:
                before, state, email = CHANGES[event.verb]
                assert states.get(pk) in before, event.verb
                states[pk] = state
                about = event.details["into"] if email == "bookings_merged" else pk
                told[about, email] += email != "bookings_merged" or self.stands
                merged |= {pk, about} if email == "bookings_merged" else set()
            elif event.verb == "booking readdressed":
                told[pk, "booking_moved_away"] += self.stands
                told[pk, "booking_moved_here"] += self.stands and pk not in merged
        assert states == found
        assert +told == self.mailed()
        self.was, self.event = states, events[-1].pk if events else self.event

    def state_of_the_one_before(self, pk):
        event = AuditEvent.objects.get(verb="place passed on", details__to=pk)
        return self.was[int(event.about_id)]

    def mailed(self):
        """How many emails of which kind went about which booking in this step. A link that goes once more,
        because a department named somebody who has a place, is not counted: it tells of no change."""
        new = (
            OutgoingEmail.objects.filter(id__gt=self.email)
            .order_by("id")
            .values_list("id", "about", "about_id", "kind")
        )
        new = list(new)
        self.email = new[-1][0] if new else self.email
        return Counter(
            (int(pk), kind.removeprefix("courses/"))
            for _, about, pk, kind in new
            if about == "courses.Booking" and kind != "courses/booking_again"
        )

    def teardown(self):
        blocks_told = OutgoingEmail.objects.filter(kind="courses/block_reminder")
        assert blocks_told.count() <= Block.objects.count()
        transaction.savepoint_rollback(self.alone)


@pytest.mark.django_db
def test_places_stand_as_promised_whatever_people_do():
    Places.begin()
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=EXAMPLES == 35,
            database=None,
        ),
    )
