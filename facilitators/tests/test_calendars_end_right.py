"""Move, call off, bring back and move again: every calendar ends right, nobody gets two emails for one
change, and what no longer holds is never sent."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from courses import bookings
from courses.models import Session
from courses.tests.factories import VenueFactory
from facilitators import reviving, staffing
from facilitators.tests.calendar_client import Client, Thunderbird, read_by_icalendar
from facilitators.tests.factories import SessionFactory, accredited, assigned, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.ui.wording import moment_of

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LENGTH = timedelta(hours=2)
BEFORE, AFTER_MARCH, AFTER_OCTOBER = (  # the clocks go forward on 28 March and back on 31 October
    moment_of(date(2027, month, day), time(13, 30)) for month, day in ((3, 25), (3, 30), (11, 2))
)


class Post:
    """The worker and everybody's calendar: what waits is sent when `deliver` is called, as it stands then."""

    def __init__(self, read=read_by_icalendar):
        self.read, self.clients, self.got = read, {}, Counter()

    def deliver(self, changes=1):
        sent = []
        for email in OutgoingEmail.objects.filter(state="queued").order_by("id"):
            OutgoingEmail.objects.filter(pk=email.pk).update(state="sent", sent_at=NOW, sealed_links=None)
            sent.append(email)
            if email.calendar:
                entry = self.read(email.calendar)
                assert entry.method == email.calendar_method
                assert email.to_email in entry.attendee
                self.clients.setdefault(email.to_email, Client()).open(entry)
        most = Counter(email.to_email for email in sent).most_common(1)
        assert not most or most[0][1] <= changes, f"{most} for {changes} changes"
        return sent

    def shown(self, email):
        return self.clients[email].shown if email in self.clients else []


@pytest.fixture
def story(db, coordinator):
    """An open session before the clocks change, with a lead who accepted, 30 booked and three who wait."""
    session = SessionFactory(starts_at=BEFORE, capacity=30, state="open", opened_at=NOW, venue=VenueFactory())
    lead = accredited()
    for moment in (BEFORE, AFTER_MARCH, AFTER_OCTOBER):
        says(lead, moment.date(), afternoon="yes", morning="yes", evening="yes")
    assigned(lead, session, now=NOW)
    people = [
        bookings.book(session=session, name=f"Person {n}", email=f"p{n}@nowhere.example", now=NOW)
        for n in range(33)
    ]
    return session, lead, people


def moved(session, starts_at, by, **also):
    return staffing.change_session(
        session=session, starts_at=starts_at, ends_at=starts_at + LENGTH, by=by, now=NOW, **also
    )


def ends_right(post, session, people):
    session = Session.objects.select_related("venue").get(pk=session.pk)
    where = session.venue.in_full if session.is_both else session.place_in_full
    stands = [(session.starts_at, session.ends_at, where)] if session.state == "open" else []
    for booking in people:
        booking.refresh_from_db()
        assert post.shown(booking.email) == (stands if booking.state == "booked" else [])


@pytest.mark.browser
@pytest.mark.parametrize("reader", ["icalendar", "ical.js"])
def test_move_cancel_revive_and_move_again(story, coordinator, reader, browser):
    session, lead, people = story
    page = browser.new_page()
    post = Post(Thunderbird(page).read if reader == "ical.js" else read_by_icalendar)
    post.deliver()
    ends_right(post, session, people)
    changes = [
        lambda: moved(session, AFTER_MARCH, coordinator),
        lambda: staffing.call_off_session(session=session, reason="Snow", by=coordinator, now=NOW),
        lambda: reviving.revive_session(session=session, by=coordinator, now=NOW),
        lambda: moved(session, AFTER_OCTOBER, coordinator, online_link="https://meet.example/stepforward"),
    ]
    for n, change in enumerate(changes, start=1):
        change()
        sent = post.deliver()
        assert {email.to_email for email in sent} == {lead.user.email} | {one.email for one in people}
        ends_right(post, session, people)
        session.refresh_from_db()
        assert session.sequence == n
    assert [one.state for one in people] == ["booked"] * 30 + ["waiting"] * 3
    assert [one.place_in_line for one in people[30:]] == [1, 2, 3]
    entry = post.clients[people[0].email].newest.popitem()[1]
    assert (
        entry.sequence == 4 and "In person: " in entry.how and "https://meet.example/stepforward" in entry.how
    )
    page.close()


def test_with_the_worker_stopped_only_what_holds_at_the_end_is_sent(story, coordinator):
    session, lead, people = story
    post = Post()
    moved(session, AFTER_MARCH, coordinator)
    staffing.call_off_session(session=session, reason="Snow", by=coordinator, now=NOW)
    reviving.revive_session(session=session, by=coordinator, now=NOW)
    moved(session, AFTER_OCTOBER, coordinator)
    sent = post.deliver(changes=2)
    # the lead hears that the accepted part is gone, which holds, and is asked anew for the session as it is
    kinds = Counter(email.kind for email in sent)
    of_the_lead = {"facilitators/stood_down": 1, "facilitators/offer_changed": 1}
    assert kinds == {"courses/session_changed": 33} | of_the_lead
    stale = [email.kind for email in sent if "2 November 2027" not in email.text]
    assert stale == ["facilitators/stood_down"] and post.shown(lead.user.email) == []
    ends_right(post, session, people)
    # and of one that was in a worker's hands meanwhile, nothing is tried again
    assert not OutgoingEmail.objects.filter(state__in=["queued", "failed"]).exists()


class Changes(RuleBasedStateMachine):
    """Any order of moving, calling off, bringing back, cancelling and taking places, with the worker awake or
    not: whoever opens what was sent sees what is so."""

    def __init__(self, coordinator):
        super().__init__()
        self.by, self.post, self.delivered = coordinator, Post(), True

    @initialize(places=st.integers(1, 3))
    def begin(self, places):
        OutgoingEmail.objects.filter(state="queued").update(state="withdrawn", sealed_links=None)
        self.session = SessionFactory(
            starts_at=BEFORE, capacity=places, state="open", opened_at=NOW, venue=VenueFactory()
        )
        self.people = [
            bookings.book(session=self.session, name=f"P {n}", email=f"p{n}@nowhere.example", now=NOW)
            for n in range(4)
        ]
        self.post.deliver()

    def is_open(self):
        self.session.refresh_from_db()
        return self.session.state == "open"

    @rule(days=st.integers(-20, 250), awake=st.booleans())
    def move(self, days, awake):
        if self.is_open():
            moved(self.session, BEFORE + timedelta(days=days), self.by)
            self.change_done(awake)

    @rule(awake=st.booleans())
    def call_off(self, awake):
        if self.is_open():
            staffing.call_off_session(session=self.session, reason="Snow", by=self.by, now=NOW)
            self.change_done(awake)

    @rule(awake=st.booleans())
    def bring_back(self, awake):
        if not self.is_open():
            reviving.revive_session(session=self.session, by=self.by, now=NOW)
            self.change_done(awake)

    @rule(n=st.integers(0, 3), verb=st.sampled_from(["cancel", "take_offered_place", "refuse_offered_place"]))
    def answer(self, n, verb):
        booking = self.people[n]
        booking.refresh_from_db()
        if not self.is_open():
            return
        if booking.state == "offered" or (verb == "cancel" and booking.is_live):
            self.post.deliver()
            getattr(bookings, verb)(booking=booking, now=NOW)
            self.change_done(awake=True)

    def change_done(self, awake):
        self.delivered = awake
        if awake:
            self.post.deliver()

    @invariant()
    def calendars_show_what_is_so(self):
        if self.delivered:
            ends_right(self.post, self.session, self.people)
        live = self.session.bookings.filter(state__in=["booked", "offered"]).count()
        assert live <= self.session.capacity


def test_calendars_end_right_whatever_happens_in_whatever_order(coordinator):
    run_state_machine_as_test(
        lambda: Changes(coordinator),
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
