"""The pages on which joining instructions are written, tried out and sent again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.emails import booking_token
from courses.joining import sending
from courses.models import Course, Session
from courses.tests.factories import BookingFactory, SessionFactory, VenueFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
WORDS = {"joining_instructions": "Coffee from one.", "what_to_bring": "A pen."}


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=5), opened_at=timezone.now())


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def page_of(one, name="joining"):
    return reverse(f"courses:{name}", args=[one.pk])


def sent_of(session):
    sending.send(now=timezone.now())
    OutgoingEmail.objects.update(state="sent", sent_at=timezone.now(), sealed_links=None)


def test_only_who_plans_sessions_reads_and_writes_them(session, coordinator, dean, stranger):
    BookingFactory(session=session)
    everybody = [coordinator, dean, person(Role.FACILITATOR), stranger, None]
    pages = [page_of(session), page_of(session.course, "course_joining")]
    for page in pages:
        assert [signed_in_as(one).get(page).status_code for one in everybody] == [200, 403, 403, 404, 302]
        for one, status in zip(everybody[1:], [403, 403, 404, 302], strict=True):
            assert signed_in_as(one).post(page, WORDS).status_code == status
            assert signed_in_as(one).post(page_of(session, "send_joining_again")).status_code == status
    session.refresh_from_db()
    assert (session.joining_instructions, session.joining_version) == ("", 1)


def test_what_is_previewed_is_not_saved_and_what_is_saved_reads_so(session, desk):
    text = desk.post(page_of(session), WORDS | {"look": "1"}).content.decode()
    assert "How it would read" in text and "Hello Priya Nair," in text and "[private link]" in text
    assert text.count("Coffee from one.") == 2  # in the form, and in the letter
    assert Session.objects.get().joining_instructions == ""
    assert desk.post(page_of(session), WORDS).status_code == 302
    text = desk.get(page_of(session)).content.decode()
    assert "How it reads" in text and "What to bring: A pen." in text
    assert (Session.objects.get().joining_instructions, Session.objects.get().sequence) == (
        "Coffee from one.",
        0,
    )


@pytest.mark.parametrize("name", ["joining", "course_joining"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"joining_instructions": "a" * 4001}, "The joining instructions must be 4000 characters or fewer"),
        ({"joining_instructions": "a" * 10000}, "The joining instructions must be 4000 characters or fewer"),
        ({"what_to_bring": "b" * 301}, "What to bring must be 300 characters or fewer"),
        ({"joining_instructions": "a\0b"}, "The joining instructions"),
        ({"what_to_bring": "a\0b"}, "What to bring"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_place_and_loses_nothing(name, session, desk, wrong, sentence):
    page = page_of(session if name == "joining" else session.course, name)
    answer = desk.post(page, WORDS | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text and f'href="#id_{next(iter(wrong))}"' in text
    kept = next(iter(WORDS.keys() - wrong.keys()))
    assert WORDS[kept] in text
    assert Session.objects.get().joining_instructions == Course.objects.get().joining_instructions == ""


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²", "0"])
def test_a_made_up_version_sends_nothing(session, desk, version):
    Session.objects.update(**WORDS)
    assert desk.post(page_of(session, "send_joining_again"), {"version": version}).status_code == 302
    assert Session.objects.get().joining_version == 1


def test_it_says_who_has_them_and_sends_them_again(session, desk):
    Session.objects.update(**WORDS)
    BookingFactory(session=session)
    text = desk.get(page_of(session)).content.decode()
    assert "0 of 1" in text and "Within a few minutes" in text and "Send them again" not in text
    sent_of(session)
    BookingFactory(session=session)
    text = desk.get(page_of(session)).content.decode()
    assert "1 of 2" in text and "Send them again" in text
    answer = desk.post(page_of(session, "send_joining_again"), {"version": "1"}, follow=True)
    assert "Everybody with a place gets them again within a few minutes." in answer.content.decode()
    assert sending.send(now=timezone.now()) == 2


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        ({"state": "planned"}, "Nothing goes out before the session is confirmed."),
        ({"state": "called_off", "called_off_because": "Snow"}, "Nothing more goes out."),
        ({"joining_instructions": "", "what_to_bring": ""}, "Nothing is written, so nothing goes out."),
    ],
)
def test_it_says_why_nothing_goes_out(session, desk, stands, sentence):
    Session.objects.update(**WORDS | stands)
    assert sentence in desk.get(page_of(session)).content.decode()
    assert sending.send(now=timezone.now()) == 0


def test_a_session_that_has_begun_keeps_what_it_said(session, desk):
    now = timezone.now()
    Session.objects.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), **WORDS)
    text = desk.get(page_of(session)).content.decode()
    assert "Coffee from one." in text and "<textarea" not in text
    answer = desk.post(page_of(session), {"joining_instructions": "Tea.", "what_to_bring": ""})
    assert answer.status_code == 422 and "This session has begun." in answer.content.decode()


def test_markup_stays_text_and_placeholders_are_not_looked_for_in_what_is_written(session, desk):
    text = desk.post(
        page_of(session), {"joining_instructions": "<b>{place}</b>", "look": "1"}
    ).content.decode()
    assert "&lt;b&gt;{place}&lt;/b&gt;" in text and "<b>{place}" not in text


@pytest.mark.parametrize("people", [1, 3, 25])
def test_the_page_costs_six_queries_however_many_come(session, desk, people):
    Session.objects.update(**WORDS)
    BookingFactory.create_batch(people, session=session)
    sent_of(session)
    with CaptureQueriesContext(connection) as queries:
        desk.get(page_of(session))
    assert len(queries) == 6


def test_who_has_a_place_reads_them_on_the_page_of_their_booking_once_it_is_confirmed(session):
    def read(booking):
        return Client().get(reverse("courses:booking", args=[booking_token(booking)])).content.decode()

    Session.objects.update(**WORDS)
    booked = BookingFactory(session=session)
    waits = BookingFactory(session=session, state="waiting", place_in_line=1)
    assert "Coffee from one." in read(booked) and "What to bring:" in read(booked)
    assert "Coffee from one." not in read(waits)
    Session.objects.update(state="planned")
    assert "Coffee from one." not in read(booked)


def test_the_venue_says_what_is_missing(session, desk, coordinator):
    read = reading_as(coordinator)
    assert "Neither getting there nor getting in is described." in read(page_of(session))
    Session.objects.update(venue=VenueFactory(travel_notes="Bus 192."))
    assert "Getting there is described; getting in is not." in read(page_of(session))
