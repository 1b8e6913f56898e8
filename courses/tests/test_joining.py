"""Joining instructions: a question to the database, asked of confirmed sessions alone; one email a version
and person, and none that no longer holds."""

import os
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from courses import bookings, calendars, reviving, scheduling, swapping, tasks
from courses.joining import due, sending, writing
from courses.models import Session
from courses.refusals import NothingSaid, NotOpenToChange
from courses.tests.factories import NOW, BookingFactory, CourseFactory, SessionFactory, VenueFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.intervening import withdraw
from stepforward.outbox.models import OutgoingEmail
from stepforward.refusals import Refused

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "35"))
DAY = timedelta(days=1)
SOON = NOW + 10 * DAY  # when it is due, of a session twenty days ahead


@pytest.fixture
def session(db):
    venue = VenueFactory(travel_notes="Bus 192.", access_notes="Ring the bell.")
    return SessionFactory(
        starts_at=NOW + 20 * DAY,
        opened_at=NOW,
        venue=venue,
        joining_instructions="Coffee from one.",
        what_to_bring="A pen.",
    )


@pytest.fixture
def booking(session):
    return BookingFactory(session=session, name="Ada")


def posted(**which):
    return OutgoingEmail.objects.filter(kind=due.KIND, **which).order_by("pk")


def all_sent():
    OutgoingEmail.objects.filter(state="queued").update(state="sent", sent_at=NOW, sealed_links=None)


def move(session, by, *, days, now=SOON):
    starts_at = session.starts_at + days * DAY
    return scheduling.change(
        session=session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=by, now=now
    )


def send_again(session, by, version, now=SOON):
    return writing.send_again(session=session, version=version, by=by, now=now)


def test_they_go_out_ten_days_before_to_everybody_with_a_place_and_only_once(session, booking):
    BookingFactory(session=session, name="Ben")
    BookingFactory(session=session, state="waiting", place_in_line=1)
    BookingFactory(session=session, state="cancelled", ended_at=NOW)
    BookingFactory(session=session, email="")
    moments = (SOON - timedelta(minutes=1), SOON, SOON + DAY, session.starts_at)
    assert [sending.send(now=moment) for moment in moments] == [0, 2, 0, 0]
    assert list(posted().values_list("to_name", "holds_until")) == [
        ("Ada", session.starts_at),
        ("Ben", session.starts_at),
    ]


def test_they_say_where_how_to_get_there_and_what_to_bring(session, booking):
    sending.send(now=SOON)
    email = posted().get()
    assert email.subject == "How to join: Active Bystander, Monday 26 January"
    for line in (
        session.venue.in_full,
        "Coffee from one.",
        "What to bring: A pen.",
        "Getting there: Bus 192.\nGetting in: Ring the bell.\nOn a map: https://",
        "[[booking_link]]",
    ):
        assert line in email.text
    assert "Join online" not in email.text


def test_online_and_both_ways_the_link_is_said_once(session, booking):
    Session.objects.update(online_link="https://meet.example/1")
    sending.send(now=SOON)
    assert posted().get().text.count("https://meet.example/1") == 1
    assert f"{session.venue.in_full}\nJoin online: https://meet.example/1\n" in posted().get().text


def test_a_session_that_says_nothing_of_its_own_says_what_its_course_says(session, booking):
    Session.objects.update(joining_instructions="", what_to_bring="")
    assert sending.send(now=SOON) == 0
    writing.write_for_course(
        course=session.course, joining_instructions="For all.", what_to_bring="A badge.", by=None
    )
    assert sending.send(now=SOON) == 1
    assert "\n\nFor all.\n\nWhat to bring: A badge.\n\n" in posted().get().text


def test_nothing_goes_out_before_a_session_is_confirmed(session, booking, coordinator):
    Session.objects.update(state="planned")
    assert sending.send(now=SOON) == 0
    scheduling.open_session(session=session, by=coordinator, now=SOON)
    assert sending.send(now=SOON) == 1


def test_what_waits_is_taken_back_when_the_session_moves_and_comes_anew_as_it_stands(
    session, booking, coordinator
):
    sending.send(now=SOON)
    move(session, coordinator, days=5)
    assert posted().get().state == "withdrawn"
    assert sending.send(now=SOON) == 0
    assert sending.send(now=SOON + 5 * DAY) == 1
    assert "Saturday 31 January" in posted(state="queued").get().subject


def test_who_has_them_is_sent_nothing_when_it_moves_because_the_news_of_it_says_where(
    session, booking, coordinator
):
    sending.send(now=SOON)
    all_sent()
    move(session, coordinator, days=5)
    assert sending.send(now=SOON + 6 * DAY) == 0
    assert due.standing(Session.objects.get()).before_a_change == 1


def test_a_session_called_off_sends_none_and_one_that_comes_back_sends_what_is_missing(
    session, booking, coordinator
):
    sending.send(now=SOON)
    all_sent()
    BookingFactory(session=session, name="Ben")
    sending.send(now=SOON)
    scheduling.call_off(session=session, reason="Snow", by=coordinator, now=SOON)
    assert list(posted().values_list("to_name", "state")) == [("Ada", "sent"), ("Ben", "withdrawn")]
    assert sending.send(now=SOON + DAY) == 0
    reviving.revive(session=session, by=coordinator, now=SOON + DAY)
    assert sending.send(now=SOON + DAY) == 1
    assert posted(state="queued").get().to_name == "Ben"


def test_who_books_after_they_went_out_gets_them_and_so_does_who_comes_instead(session, booking, coordinator):
    sending.send(now=SOON)
    late = bookings.book(session=session, name="Cy", email="cy@nowhere.example", now=SOON + DAY)
    assert sending.send(now=SOON + DAY) == 1
    swapping.swap(
        booking=late, name="Di", email="di@nowhere.example", staff_group="03", by=coordinator, now=SOON + DAY
    )
    sending.send(now=SOON + DAY)
    assert list(posted().values_list("to_name", flat=True)) == ["Ada", "Cy", "Di"]


def test_changed_words_go_out_again_only_when_somebody_says_so_and_once_to_each(
    session, booking, coordinator
):
    sending.send(now=SOON)
    all_sent()
    writing.write(
        session=session, joining_instructions="Tea.", what_to_bring="", by=coordinator, now=SOON + DAY
    )
    assert sending.send(now=SOON + DAY) == 0
    for _ in range(2):  # two coordinators who looked at the same page
        send_again(session, coordinator, version=1)
        sending.send(now=SOON + DAY)
    assert Session.objects.get().joining_version == 2
    assert list(posted().values_list("state", flat=True)) == ["sent", "queued"]
    assert "\n\nTea.\n\n" in posted().last().text and "A pen" not in posted().last().text
    assert AuditEvent.objects.filter(verb="joining instructions sent again").count() == 1


def test_an_earlier_version_that_still_waits_is_taken_back(session, booking, coordinator):
    sending.send(now=SOON)
    send_again(session, coordinator, version=1)
    sending.send(now=SOON)
    assert list(posted().values_list("state", flat=True)) == ["withdrawn", "queued"]


def test_what_a_coordinator_took_back_is_not_written_anew(session, booking, coordinator):
    sending.send(now=SOON)
    withdraw(email=posted().get(), by=coordinator, now=SOON)
    assert sending.send(now=SOON) == 0


@pytest.mark.parametrize(
    ("stands", "error"),
    [
        ({"state": "planned"}, NotOpenToChange),
        ({"state": "called_off", "called_off_because": "Snow"}, NotOpenToChange),
        ({"starts_at": SOON, "ends_at": SOON + DAY}, NotOpenToChange),
        ({"joining_instructions": "", "what_to_bring": ""}, NothingSaid),
    ],
)
def test_there_is_nothing_to_send_again_where_nothing_goes_out(session, coordinator, stands, error):
    Session.objects.update(**stands)
    with pytest.raises(error):
        send_again(session, coordinator, version=1)
    assert Session.objects.get().joining_version == 1


def test_the_calendar_says_them_once_it_is_confirmed(session, booking):
    sending.send(now=SOON)
    (event,) = Calendar.from_ical(posted().get().calendar).walk("VEVENT")
    assert str(event["DESCRIPTION"]) == "Coffee from one.\n\nWhat to bring: A pen."
    session.state = "planned"
    assert "DESCRIPTION" not in calendars.invitation(booking)


@pytest.mark.parametrize("people", [1, 3, 25])
def test_asking_costs_one_query_and_writing_the_same_for_each(session, people, django_assert_num_queries):
    BookingFactory.create_batch(people, session=session)
    with django_assert_num_queries(1):
        sending.send(now=SOON - DAY)
    with django_assert_num_queries(6 + 9 * people):
        assert sending.send(now=SOON) == people


def test_beat_calls_it_by_its_name(db):
    assert tasks.send_joining_instructions.name == "courses.send_joining_instructions"
    tasks.send_joining_instructions()


# --- While somebody calls the session off ---


def send_while_it_is_called_off(session, by):
    """The call-off holds the session and has not ended when the worker asks who is due."""

    def send():
        try:
            sending.send(now=SOON)
        finally:
            connection.close()

    worker = Thread(target=send)
    with transaction.atomic():
        scheduling.call_off(session=session, reason="Snow", by=by, now=SOON)
        worker.start()
        worker.join(1)
    worker.join(20)
    return posted(state="queued").count()


@pytest.mark.django_db(transaction=True)
def test_nothing_stale_is_posted_while_it_is_called_off(session, booking, coordinator):
    assert send_while_it_is_called_off(session, coordinator) == 0


@pytest.mark.django_db(transaction=True)
def test_control_without_the_session_s_lock_it_would_be(session, booking, coordinator, monkeypatch):
    monkeypatch.setattr(sending, "lock_session", lambda pk: None)
    assert send_while_it_is_called_off(session, coordinator) == 1


# --- In any order ---

STEPS = st.lists(
    st.sampled_from(["send", "deliver", "write", "again", "move", "off", "back", "book", "cancel", "day"]),
    min_size=4,
    max_size=16,
)


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_nobody_gets_a_version_twice_and_nothing_stale_waits(coordinator, steps):
    alone, now = transaction.savepoint(), SOON
    session = SessionFactory(
        course=CourseFactory(), starts_at=NOW + 20 * DAY, opened_at=NOW, joining_instructions="Coffee."
    )
    BookingFactory.create_batch(2, session=session)
    for step in steps:
        session = Session.objects.get(pk=session.pk)
        try:
            match step:
                case "send":
                    sending.send(now=now)
                case "deliver":
                    all_sent()
                case "write":
                    writing.write(
                        session=session,
                        joining_instructions=f"{session.joining_instructions} More.",
                        what_to_bring="",
                        by=coordinator,
                        now=now,
                    )
                case "again":
                    send_again(session, coordinator, session.joining_version, now)
                case "move":
                    move(session, coordinator, days=2, now=now)
                case "off":
                    scheduling.call_off(session=session, reason="Snow", by=coordinator, now=now)
                case "back":
                    reviving.revive(session=session, by=coordinator, now=now)
                case "book":
                    name = f"p{session.bookings.count()}"
                    bookings.book(session=session, name=name, email=f"{name}@nowhere.example", now=now)
                case "cancel":
                    if one := session.bookings.booked().first():
                        bookings.cancel(booking=one, now=now)
                case "day":
                    now += DAY
        except Refused:
            pass
        refuse_stale(Session.objects.get(pk=session.pk))
    transaction.savepoint_rollback(alone)


def refuse_stale(session):
    booked = {str(pk) for pk in session.bookings.booked().values_list("pk", flat=True)}
    waits = posted(state="queued")
    for email in waits:
        assert session.state == "open" and email.about_id in booked
        assert email.key.endswith(f".s{session.sequence}")
    assert not waits.values("about_id").annotate(n=Count("pk")).filter(n__gt=1).exists()
    sent = [(email.about_id, email.key.rpartition(":v")[2].split(".")[0]) for email in posted(state="sent")]
    assert len(sent) == len(set(sent))
