"""Planning, changing, opening and calling off: who is told, and what calendars hear."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from courses import bookings, requests, scheduling
from courses.models import Booking, Session, TrainingRequest
from courses.refusals import NoPlace, NoReason, NotOpenToChange, NotThen, NotWaiting, TooFewPlaces
from courses.tests.factories import (
    NOW,
    BookingFactory,
    CourseFactory,
    SessionFactory,
    TrainingRequestFactory,
    VenueFactory,
)
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

State = Session.State
TWO_HOURS = timedelta(hours=2)
pytestmark = pytest.mark.django_db


def plan(by, **details):
    starts_at = details.pop("starts_at", NOW + timedelta(days=20))
    facts = {
        "course": CourseFactory(),
        "capacity": 20,
        "starts_at": starts_at,
        "ends_at": starts_at + TWO_HOURS,
    }
    return scheduling.plan(**facts | details, by=by, now=NOW)


def emails(kind):
    return OutgoingEmail.objects.filter(kind=f"courses/{kind}").order_by("id")


def event(email):
    (found,) = Calendar.from_ical(email.calendar).walk("VEVENT")
    return found


def test_planning_from_a_new_request_takes_it_on(coordinator):
    asked = TrainingRequestFactory()
    session = plan(coordinator, request=asked)
    asked.refresh_from_db()
    assert (asked.state, asked.owner, session.state) == ("taken", coordinator, State.PLANNED)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"request taken", "session planned"}


@pytest.mark.parametrize(
    ("start", "end"), [(NOW, NOW + TWO_HOURS), (NOW + TWO_HOURS, NOW + TWO_HOURS), (NOW + TWO_HOURS, NOW)]
)
def test_a_session_starts_in_the_future_and_ends_after_that(coordinator, start, end):
    with pytest.raises(NotThen):
        plan(coordinator, starts_at=start, ends_at=end)
    assert not Session.objects.exists()


def test_a_session_without_a_place_can_be_planned_but_not_opened(coordinator):
    session = plan(coordinator)
    with pytest.raises(NoPlace):
        scheduling.open_session(session=session, by=coordinator, now=NOW)
    scheduling.change(session=session, by=coordinator, now=NOW, online_link="https://meet.example/1")
    opened = scheduling.open_session(session=session, by=coordinator, now=NOW)
    assert opened.state == State.OPEN


def test_opening_tells_whoever_asked_and_answers_their_request(coordinator):
    asked = TrainingRequestFactory()
    session = plan(coordinator, request=asked, venue=VenueFactory())
    scheduling.open_session(session=session, by=coordinator, now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.answered_at) == ("scheduled", NOW)
    email = emails("request_scheduled").get()
    assert email.to_email == asked.contact_email
    assert f"/sessions/{session.pk}/" in email.text
    with pytest.raises(NotOpenToChange):
        scheduling.open_session(session=session, by=coordinator, now=NOW)


def test_a_new_time_grows_the_sequence_and_reaches_every_calendar(coordinator):
    session = SessionFactory(capacity=1)
    booked = bookings.book(session=session, name="A", email="a@nowhere.example", now=NOW)
    waits = bookings.book(session=session, name="B", email="b@nowhere.example", now=NOW)
    later = session.starts_at + timedelta(days=1)
    changed = scheduling.change(
        session=session, by=coordinator, now=NOW, starts_at=later, ends_at=later + TWO_HOURS
    )
    assert changed.sequence == 1
    first, second = event(emails("booking_confirmed").get()), event(emails("session_changed").first())
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["dtstart"].dt == later
    told = {email.to_email: email.calendar_method for email in emails("session_changed")}
    assert told == {booked.email: "REQUEST", waits.email: ""}


def test_what_calendars_do_not_show_changes_quietly(coordinator):
    session = BookingFactory().session
    changed = scheduling.change(session=session, by=coordinator, now=NOW, team_name="Theatres", capacity=12)
    assert (changed.team_name, changed.capacity, changed.sequence) == ("Theatres", 12, 0)
    assert not OutgoingEmail.objects.exists()


def test_changing_nothing_says_nothing(coordinator):
    session = BookingFactory().session
    same = scheduling.change(session=session, by=coordinator, now=NOW, starts_at=session.starts_at)
    assert same.sequence == 0
    assert not AuditEvent.objects.exists()


def test_nobody_with_a_place_loses_it_to_a_smaller_room(coordinator):
    session = SessionFactory()
    BookingFactory.create_batch(3, session=session)
    with pytest.raises(TooFewPlaces) as refused:
        scheduling.change(session=session, by=coordinator, now=NOW, capacity=2)
    assert (refused.value.field, "3 people" in refused.value.why) == ("capacity", True)


def test_more_places_are_offered_to_the_line(coordinator):
    session = SessionFactory(capacity=1)
    for name in "abc":
        bookings.book(session=session, name=name, email=f"{name}@nowhere.example", now=NOW)
    scheduling.change(session=session, by=coordinator, now=NOW, capacity=2)
    states = list(session.bookings.order_by("pk").values_list("state", flat=True))
    assert states == ["booked", "offered", "waiting"]


def test_a_session_moved_nearer_shortens_the_holds(coordinator):
    session = SessionFactory(capacity=1)
    first = bookings.book(session=session, name="a", email="a@nowhere.example", now=NOW)
    bookings.book(session=session, name="b", email="b@nowhere.example", now=NOW)
    bookings.cancel(booking=first, now=NOW)
    starts_at = NOW + timedelta(hours=20)
    scheduling.change(
        session=session, by=coordinator, now=NOW, starts_at=starts_at, ends_at=starts_at + TWO_HOURS
    )
    assert Booking.objects.get(state="offered").hold_until == starts_at - TWO_HOURS


def test_an_open_session_keeps_a_place(coordinator):
    with pytest.raises(NoPlace):
        scheduling.change(session=SessionFactory(), by=coordinator, now=NOW, venue=None)


def test_calling_off_cancels_every_booking_and_leaves_every_calendar(coordinator):
    asked = TrainingRequestFactory(state="scheduled", owner=coordinator, answered_at=NOW)
    session = SessionFactory(capacity=1, request=asked)
    for name in "ab":
        bookings.book(session=session, name=name, email=f"{name}@nowhere.example", now=NOW)
    off = scheduling.call_off(session=session, reason="Snow", by=coordinator, now=NOW)
    assert (off.state, off.sequence) == (State.CALLED_OFF, 1)
    assert not session.bookings.live().exists()
    confirmed, called_off = emails("booking_confirmed").get(), emails("session_called_off").first()
    assert event(called_off)["uid"] == event(confirmed)["uid"]
    assert event(called_off)["sequence"] > event(confirmed)["sequence"]
    assert event(called_off)["status"] == "CANCELLED"
    assert "Snow" in called_off.text
    told = {email.to_email: email.calendar_method for email in emails("session_called_off")}
    assert told == {"a@nowhere.example": "CANCEL", "b@nowhere.example": ""}
    # and whoever asked for it waits again, and knows
    asked.refresh_from_db()
    assert (asked.state, asked.answered_at) == ("taken", None)
    assert emails("request_called_off").get().to_email == asked.contact_email


def test_calling_off_needs_a_reason(coordinator):
    with pytest.raises(NoReason):
        scheduling.call_off(session=SessionFactory(), reason="  ", by=coordinator, now=NOW)


@pytest.mark.parametrize(
    "details", [{"starts_at": NOW}, {"state": "called_off", "called_off_because": "Snow"}]
)
def test_what_has_begun_or_was_called_off_stays_as_it_was(coordinator, details):
    session = SessionFactory(**details)
    with pytest.raises(NotOpenToChange):
        scheduling.change(session=session, by=coordinator, now=NOW, capacity=5)
    with pytest.raises(NotOpenToChange):
        scheduling.call_off(session=session, reason="Snow", by=coordinator, now=NOW)


def test_a_request_is_asked_taken_declined_and_then_answered(coordinator):
    details = TrainingRequestFactory.build()
    fields = {
        field.name: getattr(details, field.name)
        for field in TrainingRequest._meta.fields
        if field.name not in {"id", "asked_at", "state", "owner", "answered_at", "reason"}
    }
    asked = requests.ask(**fields, now=NOW)
    assert emails("request_received").get().to_email == asked.contact_email
    requests.take(request=asked, by=coordinator, now=NOW)
    with pytest.raises(NoReason):
        requests.decline(request=asked, reason=" ", by=coordinator, now=NOW)
    declined = requests.decline(request=asked, reason="Too few people", by=coordinator, now=NOW)
    assert (declined.state, declined.reason) == ("declined", "Too few people")
    assert "Too few people" in emails("request_declined").get().text
    for again in (requests.take, requests.withdraw):
        with pytest.raises(NotWaiting, match="was declined"):
            again(request=asked, by=coordinator, now=NOW)


def test_a_request_waits_in_days_of_the_calendar():
    # given one asked late in the evening and looked at early in the morning
    asked = TrainingRequestFactory(asked_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))
    assert asked.days_waiting(datetime(2026, 1, 6, 0, 30, tzinfo=UTC)) == 1


def waiting(about):
    return list(
        OutgoingEmail.objects.filter(about=about._meta.label, about_id=str(about.pk), state="queued")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_what_still_waits_to_be_sent_and_no_longer_holds_is_taken_back(coordinator):
    # given a confirmation that the mail server did not take yet
    session = SessionFactory(capacity=1, request=TrainingRequestFactory(), state=State.PLANNED)
    scheduling.open_session(session=session, by=coordinator, now=NOW)
    booking = bookings.book(session=session, name="Jo Brennan", email="jo@nowhere.example", now=NOW)
    assert waiting(booking) == ["courses/booking_confirmed"]
    # when the session moves, then only what says the new time goes out
    later = session.starts_at + timedelta(days=1)
    scheduling.change(session=session, starts_at=later, ends_at=later + TWO_HOURS, by=coordinator, now=NOW)
    assert waiting(booking) == ["courses/session_changed"]
    assert waiting(session) == ["courses/request_session_changed"]
    # and when it is called off, only that
    scheduling.call_off(session=session, reason="A flood", by=coordinator, now=NOW)
    assert waiting(booking) == ["courses/session_called_off"]
    assert waiting(session) == ["courses/request_called_off"]


def test_an_offered_place_that_nobody_heard_of_yet_is_offered_in_the_email_of_the_new_time(coordinator):
    session = SessionFactory(capacity=1)
    first = bookings.book(session=session, name="Jo Brennan", email="jo@nowhere.example", now=NOW)
    second = bookings.book(session=session, name="Mel Hart", email="mel@nowhere.example", now=NOW)
    bookings.cancel(booking=first, now=NOW)
    assert waiting(first) == ["courses/booking_cancelled"]
    later = session.starts_at + timedelta(days=1)
    scheduling.change(session=session, starts_at=later, ends_at=later + TWO_HOURS, by=coordinator, now=NOW)
    assert waiting(second) == ["courses/session_changed"]
    assert (
        "A place is free for you: we keep it until"
        in emails("session_changed").get(to_email=second.email).text
    )
