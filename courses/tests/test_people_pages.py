"""The people that the coordinator finds: everybody who booked or came, and one with what is held of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import certifying
from courses.models import Booking
from courses.people import known
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.outbox.posting import post
from stepforward.people.models import Organisation
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
PEOPLE = reverse("courses:people")


@pytest.fixture
def read(coordinator):
    return reading_as(coordinator)


def page_of(booking):
    return reverse("courses:person", args=[booking.pk])


def write_to(booking):
    post(
        kind="courses/booking_again",
        about=booking,
        to=booking.email.upper(),
        context={"booking": booking, "session": booking.session},
        links={"booking_link": "https://stepforward.example/bookings/x/"},
    )


def listed(read, **asked):
    """The rows of the list as its file has them, without the heading."""
    query = "&".join(f"{name}={value}" for name, value in ({"format": "csv"} | asked).items())
    return list(csv.reader(io.StringIO(read(f"{PEOPLE}?{query}").lstrip("\ufeff"))))[1:]


def names(read, **asked):
    return [row[0] for row in listed(read, **asked)]


def test_somebody_with_three_bookings_is_one_person_as_the_newest_says():
    # given three bookings of one address, in small letters and in large, one of them attended
    trust = Organisation.objects.get(ods_code="RM3")
    old = SessionFactory(starts_at=NOW - timedelta(days=90))
    BookingFactory(session=old, name="Sara Khan", email="sk@trust.example", attendance="attended")
    BookingFactory(email="SK@trust.example", name="Sarah Khan", state="cancelled", ended_at=NOW)
    newest = BookingFactory(email="sk@trust.example", name="Sarah Khan", organisation=trust)
    # then one booking speaks for her, and counts what she attended
    (found,) = known.with_attendance(known.people())
    assert (found, found.sessions, found.last_seen) == (newest, 1, old.starts_at)


def test_who_left_no_address_is_one_person_a_booking_and_who_was_erased_is_none(read):
    session = SessionFactory(starts_at=NOW - timedelta(days=1))
    for name, mark in (("Walk In", "attended"), ("Walk In", ""), ("", "attended")):
        BookingFactory(session=session, name=name, email="", attendance=mark)
    assert listed(read) == [
        ["Walk In", "", "", "Nursing and Midwifery Registered", "1", "2026-01-05"],
        ["Walk In", "", "", "Nursing and Midwifery Registered", "0", ""],
    ]
    erased = Booking.objects.get(name="")
    read(page_of(erased), status=404)


def test_people_are_found_by_any_name_or_address_they_ever_gave(read):
    BookingFactory(name="Sara Khan", email="sk@trust.example", session=SessionFactory())
    BookingFactory(name="Sara Patel", email="sk@trust.example", session=SessionFactory())
    BookingFactory(name="Tom Brown", email="tb@trust.example")
    assert names(read, q="khan") == ["Sara Patel"]
    assert names(read, q="TB@") == ["Tom Brown"]
    assert names(read, q="nobody") == []


def test_the_filters_narrow_the_list_and_its_files(read):
    trust = Organisation.objects.get(ods_code="RM3")
    done = SessionFactory(starts_at=NOW - timedelta(days=1))
    BookingFactory(session=done, name="Amara", organisation=trust, attendance="attended")
    BookingFactory(session=done, name="Ben", attendance="absent", staff_group="01")
    BookingFactory(session=done, name="Cyd", email="", attendance="attended")
    assert names(read, organisation=trust.pk) == ["Amara"]
    assert names(read, staff_group="01") == ["Ben"]
    assert names(read, attended="yes") == ["Amara", "Cyd"]
    assert names(read, attended="no") == ["Ben"]
    assert "Select an organisation" in read(f"{PEOPLE}?organisation=0", status=422)


def test_one_page_shows_bookings_certificates_and_emails_but_no_needs(read):
    done = SessionFactory(starts_at=timezone.now() - timedelta(days=1))
    booking = BookingFactory(
        session=done,
        name="Sarah Khan",
        email="sk@trust.example",
        attendance="attended",
        needs="Large print",
        dietary="No nuts",
        cancelled_note="My mother is ill",
    )
    certificate = certifying.certify(booking=booking, now=timezone.now())
    write_to(booking)
    text = read(page_of(booking))
    assert certificate.code in text
    assert "What we wrote to this address" in text
    for secret in ("Large print", "No nuts", "My mother is ill"):
        assert secret not in text
        assert secret not in read(f"{page_of(booking)}?format=csv")


def test_who_may_not_read_emails_finds_none_of_somebodys(coordinator, programme_lead):
    booking = BookingFactory(email="sk@trust.example")
    write_to(booking)
    assert known.emails_of(booking, coordinator).count() == 1
    assert not known.emails_of(booking, programme_lead).exists()


def test_an_older_booking_leads_to_the_same_person(read):
    old = BookingFactory(name="Sara", email="sk@trust.example", session=SessionFactory())
    BookingFactory(name="Sarah Khan", email="sk@trust.example", session=SessionFactory())
    text = read(page_of(old))
    assert "<h1" in text
    assert "Sarah Khan" in text
    assert "as Sara<" in text
    read(reverse("courses:person", args=[2**31]), status=404)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.FACILITATOR, 403),
        (Role.DEAN, 403),
        (Role.PROGRAMME_LEAD, 403),
        (None, 404),
    ],
)
def test_only_who_keeps_people_sees_them(role, status):
    client = signed_in_as(person(role))
    booking = BookingFactory()
    assert client.get(PEOPLE).status_code == status
    assert client.get(page_of(booking)).status_code == status


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(PEOPLE).status_code == 302


@pytest.mark.parametrize("number", [1, 3, 25])
def test_the_lists_cost_the_same_however_many_there_are(read, number):
    for _ in range(number):
        session = SessionFactory(starts_at=NOW - timedelta(days=2))
        BookingFactory(session=session, attendance="attended", organisation=Organisation.objects.first())
        BookingFactory(session=session, email="many@trust.example", attendance="attended")
    with CaptureQueriesContext(connection) as queries:
        read(PEOPLE)
    assert len(queries) == 5  # who asks (2), organisations, the count, the page
    booking = Booking.objects.filter(email="many@trust.example").first()
    with CaptureQueriesContext(connection) as queries:
        read(page_of(booking))
    assert len(queries) == 11
