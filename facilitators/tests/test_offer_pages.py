from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilitators import staffing
from facilitators.models import Assignment
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.testing import signed_in_as


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=ahead(20, 13, 0))


@pytest.fixture
def offer(session):
    return staffing.offer(session=session, facilitator=accredited(), part="lead", by=None, now=timezone.now())


@pytest.fixture
def link(offer):
    """The path in the email, as the worker would fill it in."""
    sealed = OutgoingEmail.objects.get(kind="facilitators/part_offered").sealed_links
    return "/offers/" + unseal(sealed)["offer_link"].split("/offers/")[1]


def test_the_link_only_shows_however_often_it_is_followed(client, offer, link):
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200 and "Could you take this part?" in page.content.decode()
        assert client.head(link).status_code == 200
    offer.refresh_from_db()
    assert offer.state == "offered"
    assert page["Cache-Control"] == "no-store" and page["Referrer-Policy"] == "strict-origin"


def test_the_link_answers_by_post_without_signing_in_once(client, offer, link):
    assert "You are in the team" in client.post(link, {"do": "accept"}, follow=True).content.decode()
    again = client.post(link, {"do": "decline", "reason": "changed my mind"})
    offer.refresh_from_db()
    assert (again.status_code, offer.state) == (409, "accepted")
    assert client.post(link, {"do": "give_back"}).status_code == 409


def test_a_post_needs_the_pages_token(offer, link):
    assert Client(enforce_csrf_checks=True).post(link, {"do": "accept"}).status_code == 403


def test_declining_keeps_the_reason(client, offer, link):
    text = client.post(link, {"do": "decline", "reason": "On call"}, follow=True).content.decode()
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "On call")
    assert "This offer is closed" in text and "You declined this part" in text


def test_an_overlong_reason_is_shown_again_with_what_is_wrong(client, offer, link):
    page = client.post(link, {"do": "decline", "reason": "long " * 100})
    assert page.status_code == 422
    assert "300 characters or fewer" in page.content.decode() and "long long" in page.content.decode()


def test_a_button_that_is_not_there_does_nothing(client, offer, link):
    assert client.post(link, {"do": "explode"}).status_code == 409
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_a_lapsed_offer_says_so(client, offer, link):
    Assignment.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    assert "time to answer this offer has passed" in client.get(link).content.decode()
    assert client.post(link, {"do": "accept"}).status_code == 409
    staffing.lapse_offers(now=timezone.now())
    assert "time to answer this offer has passed" in client.get(link).content.decode()


def test_a_withdrawn_offer_and_an_unknown_link_say_so(client, offer, link):
    staffing.stand_down(assignment=offer, by=None, now=timezone.now())
    withdrawn = client.get(link)
    assert withdrawn.status_code == 404 and "This link was withdrawn" in withdrawn.content.decode()
    assert client.post(link, {"do": "accept"}).status_code == 404
    unknown = client.get(link[:-4] + "abc/")
    assert unknown.status_code == 404 and "We do not know this link" in unknown.content.decode()


def test_open_offers_come_first_then_what_is_ahead_then_what_was(session):
    facilitator = accredited()
    for days, part, state in [
        (-50, "lead", "accepted"),
        (3, "lead", "accepted"),
        (9, "co_facilitator", "offered"),
    ]:
        starts_at = session.starts_at + timedelta(days=days)
        assigned(facilitator, SessionFactory(starts_at=starts_at), part, state, now=timezone.now())
    text = signed_in_as(facilitator.user).get("/offers/").content.decode()
    places = [text.index(words) for words in ("Co-facilitator: Active", "Coming sessions", "Past sessions")]
    assert places == sorted(places)
    assert "1 offer waits for your answer" in text


def test_offers_are_answered_signed_in_and_a_part_can_be_given_back(offer):
    client = signed_in_as(offer.facilitator.user)
    address = reverse("facilitators:answer", args=[offer.pk])
    assert "You are in the team" in client.post(address, {"do": "accept"}, follow=True).content.decode()
    text = client.post(address, {"do": "give_back", "reason": "Rota"}, follow=True).content.decode()
    assert "You are out of the team" in text
    assert "gave this part back" in client.post(address, {"do": "accept"}, follow=True).content.decode()
