"""Answering in the room, and from the page of one's booking."""

from datetime import timedelta

import pytest
from django.test import Client

from courses import check_in_codes
from courses.emails import BOOKING
from courses.models import Booking, Session
from feedback import door, rounds
from feedback.models import Invitation, InvitationLink, Wave
from feedback.refusals import AlreadyAnswered, Closed, NotAsked, NotOpenYet, OpenedTooOften
from feedback.tests.conftest import say
from feedback.tests.factories import SessionFactory
from stepforward.people import links
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(now, monkeypatch):
    """On right now, its register open; two of three have checked in."""
    made = SessionFactory(
        now=now,
        attended=2,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        state=Session.State.OPEN,
        delivered_at=None,
    )
    made.bookings.filter(attendance="absent").update(attendance="")
    rounds.open_round(session=made, now=now)
    for where in ("feedback.views.door.timezone.now", "feedback.views.respond.now"):
        monkeypatch.setattr(where, lambda: now)
    return made


def code_of(session, now):
    return check_in_codes.code_now(session, now)


def test_a_phone_in_the_room_gets_to_the_form_and_answers(client, session, now):
    address = f"/feedback/here/{code_of(session, now)}/"
    page = client.get(address)
    assert page.status_code == 200
    sent = client.post(address, {"email": "PERSON0@example.test"})
    assert (sent.status_code, sent["Location"].startswith("/feedback/")) == (302, True)
    assert client.get(sent["Location"]).status_code == 200
    assert client.post(sent["Location"], {"recommend": "5"}).status_code == 302
    assert Invitation.objects.get(used=True).booking.email == "person0@example.test"
    # and a second time on any phone it is said
    again = client.post(address, {"email": "person0@example.test"})
    assert again.status_code == 422
    assert b"We have your answers already" in again.content


def test_who_answers_in_the_room_is_there(client, session, now):
    client.post(f"/feedback/here/{code_of(session, now)}/", {"email": "person2@example.test"})
    assert session.bookings.get(email="person2@example.test").attendance == "attended"


def test_the_page_lasts_longer_than_the_code(client, session, now, monkeypatch):
    page = client.get(f"/feedback/here/{code_of(session, now)}/")
    slip = page.context["slip"]
    monkeypatch.setattr("feedback.views.door.timezone.now", lambda: now + timedelta(minutes=4))
    address = f"/feedback/here/{code_of(session, now)}/"
    assert client.post(address, {"email": "person0@example.test"}).status_code == 410
    assert client.post(address, {"email": "person0@example.test", "slip": slip}).status_code == 302
    monkeypatch.setattr("feedback.views.door.timezone.now", lambda: now + timedelta(minutes=7))
    late = client.post(address, {"email": "person0@example.test", "slip": slip})
    assert late.status_code == 410
    assert b"changes every minute" in late.content


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("nobody@example.test", "Nobody with this address is on the register"),
        ("nobody", "Enter an email address in the correct format"),
        ("", "Enter your email address"),
    ],
)
def test_who_is_not_on_the_register_is_told_so_at_the_field(client, session, now, email, says):
    page = client.post(f"/feedback/here/{code_of(session, now)}/", {"email": email})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not InvitationLink.objects.exists()


def test_a_wrong_code_opens_nothing_and_asks_for_the_right_one(client, session):
    assert client.get("/feedback/here/ABCDEF/").status_code == 410
    assert client.post("/feedback/here/", {"code": "ABCDEF"}).status_code == 422


def test_the_code_can_be_typed(client, session, now):
    sent = client.post("/feedback/here/", {"code": code_of(session, now).lower()})
    assert sent["Location"] == f"/feedback/here/{code_of(session, now)}/"


def test_a_link_by_email_opens_still_when_a_phone_has_its_own(client, session, now):
    booking = session.bookings.get(email="person0@example.test")
    tokens = [door.hand_over(booking=booking, wave=Wave.AFTER, now=now) for _ in range(3)]
    assert {client.get(f"/feedback/{token}/").status_code for token in tokens} == {200}
    assert Invitation.objects.count() == 1


def test_what_cannot_be_handed_over_says_why(session, now):
    booking = session.bookings.get(email="person0@example.test")
    with pytest.raises(NotOpenYet):
        door.hand_over(booking=booking, wave=Wave.THREE_MONTHS, now=now)
    with pytest.raises(NotOpenYet):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=session.starts_at - timedelta(minutes=1))
    with pytest.raises(Closed):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=now + timedelta(days=22))
    with pytest.raises(NotAsked):
        door.hand_over(booking=session.bookings.get(attendance=""), wave=Wave.AFTER, now=now)
    for _ in range(door.MOST_LINKS):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=now)
    with pytest.raises(OpenedTooOften):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=now)
    say(Invitation.objects.get())
    with pytest.raises(AlreadyAnswered):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=now)


def test_the_page_of_a_booking_hands_its_person_the_form(session, now):
    booking = session.bookings.get(email="person0@example.test")
    token = links.issue(BOOKING, booking, expires_at=now + timedelta(days=3650))
    page = Client().get(f"/bookings/{token}/")
    assert b"Give feedback" in page.content
    sent = Client().post(f"/bookings/{token}/feedback/after/")
    assert sent.status_code == 302
    assert Client().get(sent["Location"]).status_code == 200
    refused = Client().post(f"/bookings/{token}/feedback/three_months/")
    assert refused.status_code == 409
    assert b"opens when the session has begun" in refused.content
    assert Client().get(f"/bookings/{token}/feedback/after/").status_code == 405


def test_who_may_show_the_code_in_the_room(session, coordinator, dean, stranger):
    address = f"/manage/sessions/{session.pk}/feedback/screen/"
    colleague = person(Role.FACILITATOR, "Elsewhere")
    statuses = [
        signed_in_as(user).get(address).status_code for user in (coordinator, colleague, dean, stranger)
    ]
    assert statuses == [200, 403, 403, 404]
    page = signed_in_as(coordinator).get(address).content.decode()
    assert "What did you make of it?" in page
    assert "0</strong> people have answered" in page


@pytest.mark.parametrize("hours", [-2, 26])
def test_before_the_session_and_on_another_day_the_screen_shows_no_code(
    session, coordinator, now, monkeypatch, hours
):
    monkeypatch.setattr("feedback.views.door.timezone.now", lambda: now + timedelta(hours=hours))
    page = signed_in_as(coordinator).get(f"/manage/sessions/{session.pk}/feedback/screen/")
    assert b"sf-shown" not in page.content
    assert Booking.objects.count() == 3
