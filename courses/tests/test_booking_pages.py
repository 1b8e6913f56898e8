"""Booking in public, and the private page of a booking."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from courses import bookings, emails
from courses.models import Booking
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail

LINK = "https://meet.nowhere.example/secret-room"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=14), capacity=2)


def said(**different):
    return {
        "name": "Sam Asante",
        "email": "sam@nowhere.example",
        "organisation": "other",
        "other_organisation": "St Elsewhere",
        "staff_group": "03",
        "needs": "",
    } | different


def book(session, **different):
    return Client().post(reverse("courses:book", args=[session.pk]), said(**different))


def private_page(booking):
    return reverse("courses:booking", args=[emails.booking_token(booking)])


def deed(booking, name):
    return Client().post(f"{private_page(booking)}{name}/", follow=True).text


def test_booking_leads_to_a_private_page(session):
    response = book(session)
    assert response.status_code == 302
    assert "You have a place" in Client().get(response.url).text
    assert OutgoingEmail.objects.get().kind == "courses/booking_confirmed"


def test_beyond_the_places_the_page_tells_who_is_before(session):
    for name in "abc":
        book(session, email=f"{name}@nowhere.example")
    page = Client().get(book(session).url).text
    assert "You are on the waiting list" in page
    assert re.search(r"<strong>1</strong>\s+person is before you", page)


def test_an_address_that_is_booked_gets_an_email_and_whoever_typed_it_learns_nothing_more(session):
    book(session, name="Sam Asante")
    OutgoingEmail.objects.all().delete()
    response = Client().post(
        reverse("courses:book", args=[session.pk]),
        said(name="Somebody Else", email="SAM@nowhere.example"),
        follow=True,
    )
    assert "Look in your email" in response.text
    assert "Sam Asante" not in response.text
    assert "/bookings/" not in response.text
    assert session.bookings.count() == 1
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to_email) == ("courses/booking_again", "sam@nowhere.example")


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"name": ""}, "id_name", "Enter your name"),
        ({"name": "x" * 121}, "id_name", "120 characters or fewer"),
        ({"email": "sam"}, "id_email", "in the correct format"),
        ({"organisation": ""}, "id_organisation", "Select your organisation"),
        ({"staff_group": "77"}, "id_staff_group", "Select your staff group"),
        ({"needs": "x" * 501}, "id_needs", "500 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(session, different, field, message):
    response = book(session, **different)
    assert response.status_code == 422
    assert re.search(rf'<a href="#{field}">[^<]*{message}', response.text)
    assert not session.bookings.exists()


@pytest.mark.parametrize(
    "details",
    [
        {"state": "planned"},
        {"state": "called_off", "called_off_because": "Snow"},
        {"starts_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_what_cannot_be_booked_is_not_there(details):
    session = SessionFactory(**{"starts_at": timezone.now() + timedelta(days=9)} | details)
    for name in ("session", "book", "link_sent"):
        assert Client().get(reverse(f"courses:{name}", args=[session.pk])).status_code == 404
    assert book(session).status_code == 404
    assert "Education Centre" not in Client().get("/sessions/").text


def test_the_joining_link_is_for_people_with_a_place_alone():
    session = SessionFactory(
        venue=None, online_link=LINK, capacity=1, starts_at=timezone.now() + timedelta(days=9)
    )
    booked, waits = book(session).url, book(session, email="b@nowhere.example").url
    public = ["/sessions/", f"/sessions/{session.pk}/", f"/sessions/{session.pk}/book/", waits]
    assert [LINK in Client().get(page).text for page in public] == [False] * 4
    assert LINK in Client().get(booked).text
    kinds = {email.kind: LINK in email.text + email.calendar for email in OutgoingEmail.objects.all()}
    assert kinds == {"courses/booking_confirmed": True, "courses/booking_waiting": False}


def test_the_calendar_entry_is_the_one_of_the_email(session):
    page = book(session).url
    response = Client().get(f"{page}calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    (sent,) = Calendar.from_ical(OutgoingEmail.objects.get().calendar).walk("VEVENT")
    assert event["uid"] == sent["uid"]


def test_opening_the_page_or_its_deeds_by_a_link_does_nothing(session):
    # given a mail scanner that follows whatever it finds
    page = book(session).url
    assert Client().get(page).status_code == 200
    for name in ("cancel", "take", "refuse"):
        assert Client().get(f"{page}{name}/").status_code == 405
    assert Booking.objects.get().state == "booked"


def test_cancelling_frees_the_place_and_doing_it_twice_is_said_kindly(session):
    booking = BookingFactory(session=session)
    assert "Your booking is cancelled" in deed(booking, "cancel")
    assert "This booking was cancelled before." in deed(booking, "cancel")


def test_an_offered_place_shows_until_when_it_is_kept_and_can_be_taken(session):
    first = BookingFactory(session=session)
    BookingFactory(session=session)
    waits = bookings.book(session=session, name="W", email="w@nowhere.example", now=timezone.now())
    assert "There is no place offered to you" in deed(waits, "take")
    bookings.cancel(booking=first, now=timezone.now())
    page = Client().get(private_page(waits)).text
    assert "A place is free for you" in page
    assert "We keep the place for you until" in page
    assert "You have a place" in deed(waits, "take")
    assert "You have this place already." in deed(waits, "take")


def test_an_unknown_deed_and_an_unknown_link_lead_nowhere(session):
    page = private_page(BookingFactory(session=session))
    assert Client().post(f"{page}explode/").status_code == 404
    unknown = Client().post("/bookings/no-such-token/cancel/")
    assert unknown.status_code == 404
    assert "This link cannot be used" in unknown.text


def test_private_pages_are_kept_by_nobody_and_pass_their_address_on_to_nobody(session):
    response = Client().get(private_page(BookingFactory(session=session)))
    headers = {name: response[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert headers == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "strict-origin",
        "X-Robots-Tag": "noindex",
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?where=online", 200),
        ("?q=Stockport", 200),
        ("?page=99", 200),
        ("?where=nowhere", 422),
        ("?q=%00", 422),
    ],
)
def test_any_filter_gives_a_page_and_a_wrong_one_says_so(session, query, status):
    page = Client().get(f"/sessions/{query}")
    assert page.status_code == status
    assert ("There is a problem" in page.text) == (status == 422)
