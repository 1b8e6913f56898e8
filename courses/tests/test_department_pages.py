"""What a department and the coordinator see of kept places, and what is done there by POST alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import block_emails, blocks
from courses.models import Block, Booking
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as
from stepforward.ui.wording import today

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Sam Asante",
    "email": "sam@nowhere.example",
    "organisation": "other",
    "other_organisation": "St Elsewhere",
    "staff_group": "03",
}


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=20), capacity=10)


@pytest.fixture
def block(session):
    return blocks.keep(
        sessions=[session],
        places=3,
        department="Pharmacy",
        contact_name="Jo Brennan",
        contact_email="jo@nowhere.example",
        names_by=today() + timedelta(days=9),
        by=None,
        now=timezone.now(),
    )


@pytest.fixture
def passed_on(block):
    return reverse("courses:block", args=[block_emails.pass_on_token(block)])


@pytest.fixture
def names(block):
    return reverse("courses:block_names", args=[block_emails.names_token(block)])


def test_the_page_that_is_passed_on_shows_how_many_are_left_and_gives_one_by_post(passed_on):
    page = Client().get(passed_on)
    assert "3 places left" in page.text
    assert page["Cache-Control"] == "no-store"
    assert not Booking.objects.exists()
    response = Client().post(passed_on, SAID)
    assert "You have a place" in Client().get(response.url).text
    assert "2 places left" in Client().get(passed_on).text
    assert Booking.objects.get().other_organisation == "St Elsewhere"


def test_an_address_that_is_booked_learns_nothing_but_that_an_email_has_gone(passed_on):
    Client().post(passed_on, SAID)
    again = Client().post(passed_on, SAID | {"name": "Somebody Else"}, follow=True)
    assert "Look in your email" in again.text
    assert "Sam Asante" not in again.text
    assert Booking.objects.count() == 1


def test_when_all_are_taken_the_page_says_so(passed_on, block):
    for n in range(3):
        Client().post(passed_on, SAID | {"email": f"{n}@nowhere.example"})
    assert "All places are taken" in Client().get(passed_on).text
    assert Client().post(passed_on, SAID).status_code == 422
    assert Booking.objects.count() == 3


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "Enter at least one person"),
        ("Sam Asante", "Line 1 must be a name and an email address"),
        ("Sam, sam@nowhere.example\n, wei@nowhere.example", "Line 2 must be a name"),
        ("Sam, sam@nowhere.example\nSam, SAM@nowhere.example", "Line 2 has an email address"),
        ("\n".join(f"N, n{n}@nowhere.example" for n in range(4)), "3 places are left"),
        ("\n".join(f"N, n{n}@nowhere.example" for n in range(101)), "at most 100"),
        ("Sam\x00, sam@nowhere.example", "letters, numbers"),
    ],
)
def test_what_is_wrong_with_the_pasted_lines_is_said_and_nothing_is_lost(names, lines, message):
    page = Client().post(names, {"people": lines})
    assert page.status_code == 422
    assert message in page.text
    assert not Booking.objects.exists()


def test_the_contact_adds_names_swaps_one_and_gives_places_back(names, block):
    lines = "Sam Asante, sam@nowhere.example\nWei Chen <wei@nowhere.example>"
    assert "2 people have a place" in Client().post(names, {"people": lines}, follow=True).text
    wei = Booking.objects.get(name="Wei Chen")
    swap = f"{names}{wei.pk}/swap/"
    assert Client().get(swap).status_code == 200
    assert Client().post(swap, {"name": "", "email": "x"}).status_code == 422
    done = Client().post(swap, {"name": "Zoe Hall", "email": "zoe@nowhere.example"}, follow=True)
    assert "Zoe Hall comes instead" in done.text
    assert Client().post(f"{names}give-back/", {"back-places": "7"}).status_code == 422
    assert "Others can have" in Client().post(f"{names}give-back/", {"back-places": "1"}, follow=True).text
    assert block.kept_places.get().places == 2


def test_who_booked_by_themselves_keeps_that_and_the_contact_does_not_learn_of_it(names, session, block):
    own = BookingFactory(session=session, email="sam@nowhere.example", name="Sam Asante")
    page = Client().post(names, {"people": "S, SAM@nowhere.example\nWei, wei@nowhere.example"}, follow=True)
    assert "1 person has a place" in page.text
    assert "1 of the addresses got another email from us" in page.text
    assert "Sam Asante" not in page.text
    own.refresh_from_db()
    assert (own.kept, block.kept_places.with_left().get().left) == (None, 2)
    assert OutgoingEmail.objects.get(kind="courses/booking_again").to_email == "sam@nowhere.example"
    # and the same where a name is swapped
    wei = Booking.objects.get(name="Wei")
    swapped = Client().post(f"{names}{wei.pk}/swap/", {"name": "S", "email": "sam@nowhere.example"})
    assert (swapped.status_code, "got another email from us" in swapped.text) == (422, True)
    wei.refresh_from_db()
    assert wei.state == "booked"


def test_who_has_one_of_their_places_is_said_by_address_and_nobody_is_added(names):
    Client().post(names, {"people": "Sam, sam@nowhere.example"})
    again = Client().post(names, {"people": "Zoe, zoe@nowhere.example\nSam, sam@nowhere.example"})
    assert (again.status_code, "sam@nowhere.example has one of your places already" in again.text) == (
        422,
        True,
    )
    assert Booking.objects.count() == 1
    Client().post(names, {"people": "Wei, wei@nowhere.example"})
    wei = Booking.objects.get(name="Wei")
    swapped = Client().post(f"{names}{wei.pk}/swap/", {"name": "Sam", "email": "sam@nowhere.example"})
    assert "has one of your places already" in swapped.text


def test_the_contact_cannot_reach_the_bookings_of_others(names, session):
    other = BookingFactory(session=session)
    assert Client().get(f"{names}{other.pk}/swap/").status_code == 404


def test_a_new_link_is_shown_once_and_stops_the_one_before(names, passed_on):
    page = Client().post(f"{names}new-link/")
    assert "/blocks/" in page.text
    assert Client().get(passed_on).status_code == 404


def test_the_passed_on_link_does_not_open_the_contact_s_page(passed_on):
    assert Client().get(f"{passed_on}names/").status_code == 404


def test_the_coordinator_keeps_places_in_several_sessions_and_sees_who_took_them(coordinator, session):
    other = SessionFactory(starts_at=timezone.now() + timedelta(days=30), capacity=10)
    client, url = signed_in_as(coordinator), reverse("courses:keep_block", args=[session.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    last = today() + timedelta(days=9)
    said = {
        "department": "Pharmacy",
        "contact_name": "Jo",
        "contact_email": "jo@nowhere.example",
        "places": "4",
        "names_by_day": last.day,
        "names_by_month": last.month,
        "names_by_year": last.year,
        "sessions": [session.pk, other.pk],
    }
    assert "10 places are free" in client.post(url, said | {"places": "11"}).text
    page = client.post(url, said, follow=True)
    assert "Places for Pharmacy" in page.text
    assert Block.objects.get().kept_places.count() == 2
    deed = reverse("courses:block_deed", args=[Block.objects.get().pk])
    assert "new links" in client.post(deed, {"do": "send"}, follow=True).text
    assert OutgoingEmail.objects.filter(kind="courses/block_kept").count() == 2
    assert "Released: 8 places" in client.post(deed, {"do": "release"}, follow=True).text


@pytest.mark.parametrize("people", [1, 3, 25])
def test_the_places_page_costs_the_same_however_many_come(
    coordinator, session, block, people, django_assert_num_queries
):
    kept, client = block.kept_places.get(), signed_in_as(coordinator)
    kept.places = session.capacity = 30
    kept.save()
    session.save()
    for n in range(people):
        blocks.take(
            kept=kept, name="N", email=f"n{n}@nowhere.example", now=timezone.now(), heard_from="email"
        )
    with django_assert_num_queries(10):
        page = client.get(reverse("courses:places", args=[session.pk]))
    assert f"{people} of 30 have a name" in page.text
    table = client.get(reverse("courses:places", args=[session.pk]), {"format": "csv"}).getvalue().decode()
    assert len(table.splitlines()) == people + 1
