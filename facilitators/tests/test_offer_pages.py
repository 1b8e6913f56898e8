from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import TrainingRequestFactory, VenueFactory
from facilitators import staffing
from facilitators.models import Assignment
from facilitators.saying.forms import tile_name
from facilitators.staffing.other_times import other_parts
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as
from stepforward.ui.wording import civil_date


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=ahead(20, 13, 0))


@pytest.fixture
def offer(session):
    return staffing.offer(session=session, facilitator=accredited(), part="lead", by=None, now=timezone.now())


@pytest.fixture
def link(offer):
    """The path in the email, as the worker would fill it in."""
    return link_in("part_offered")


def link_in(kind):
    sealed = OutgoingEmail.objects.filter(kind=f"facilitators/{kind}").latest("pk").sealed_links
    return "/offers/" + unseal(sealed)["offer_link"].split("/offers/")[1]


def signed_in_page(offer):
    return reverse("facilitators:answer", args=[offer.pk])


def test_the_link_only_shows_however_often_it_is_followed(client, offer, link):
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200 and "Could you lead this session?" in page.content.decode()
        assert client.head(link).status_code == 200
    offer.refresh_from_db()
    assert offer.state == "offered"
    assert page["Cache-Control"] == "no-store" and page["Referrer-Policy"] == "strict-origin"


def test_the_page_says_what_is_asked(client, db):
    request = TrainingRequestFactory(focus=["hierarchy"], staff_groups=["03"], people=18)
    venue = VenueFactory(name="Stockport", travel_notes="Ten minutes from the station")
    session = SessionFactory(starts_at=ahead(20, 13, 0), venue=venue, request=request)
    helper = assigned(accredited(), session, part="co_facilitator", now=timezone.now())
    staffing.offer(session=session, facilitator=accredited(), part="lead", by=None, now=timezone.now())
    text = client.get(link_in("part_offered")).content.decode()
    for words in (
        "When (UK time)",
        "Stockport",
        "Ten minutes from the station",
        "miles from Bolton",
        "Kept free for you",
        f"{helper.facilitator} co-facilitates",
        "About 18 people of",
        request.said_staff_groups,
        request.said_focus,
        "Answer by",
    ):
        assert words in text, words


def test_the_link_answers_by_post_without_signing_in_once(client, offer, link):
    text = client.post(link, {"do": "accept"}, follow=True).content.decode()
    assert "Thank you. You are in the team." in text and "What comes next" in text
    again = client.post(link, {"do": "decline", "reason": "changed my mind"})
    offer.refresh_from_db()
    assert (again.status_code, offer.state) == (409, "accepted")


def test_a_part_is_given_back_from_the_link_with_a_reason(client, offer, link):
    client.post(link, {"do": "accept"})
    assert "I cannot come any more" in client.get(link).content.decode()
    text = client.post(link, {"do": "give_back", "reason": "Ill"}, follow=True).content.decode()
    assert "You are out of the team" in text and "You gave this part back" in text
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("given_back", "Ill")


def test_a_post_needs_the_pages_token(offer, link):
    assert Client(enforce_csrf_checks=True).post(link, {"do": "accept"}).status_code == 403


def test_declining_keeps_the_reason(client, offer, link):
    text = client.post(link, {"do": "decline", "reason": "On call"}, follow=True).content.decode()
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "On call")
    assert "This offer is closed" in text and "You declined this part" in text


@pytest.mark.parametrize("who", ["by link", "signed in"])
def test_not_then_but_becomes_availability_and_a_note_at_the_coordinators(
    client, offer, link, who, coordinator
):
    (first, second), now = other_parts(offer.session, civil_date(timezone.now()))[:2], timezone.now()
    said = {tile_name(*first): "yes", tile_name(*second): "if_needed"}
    if who == "signed in":
        client, link = signed_in_as(offer.facilitator.user), signed_in_page(offer)
    text = client.post(link, {"do": "decline", **said}, follow=True).content.decode()
    assert "You told us when else you could" in text
    kept = offer.facilitator.said.values_list("day", "part", "level")
    assert set(kept) == {(*first, "yes"), (*second, "if_needed")}
    team = reverse("facilitators:staff_session", args=[offer.session_id])
    assert "Could instead" in signed_in_as(coordinator).get(team).content.decode()
    email = OutgoingEmail.objects.get(kind="facilitators/nobody_left")
    assert "They could instead: " in email.text and now < offer.session.starts_at


@pytest.mark.parametrize("who", ["by link", "signed in"])
def test_an_overlong_reason_is_shown_again_with_what_is_wrong_and_nothing_is_lost(client, offer, link, who):
    if who == "signed in":
        client, link = signed_in_as(offer.facilitator.user), signed_in_page(offer)
    when = other_parts(offer.session, civil_date(timezone.now()))[0]
    page = client.post(link, {"do": "decline", "reason": "long " * 100, tile_name(*when): "yes"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "300 characters or fewer" in text and "long long" in text
    assert f'name="{tile_name(*when)}"><option value="">–</option><option value="yes" selected>' in text
    offer.refresh_from_db()
    assert offer.state == "offered"


@pytest.mark.parametrize("nonsense", ["explode", "", "a\x00b", "x" * 10_000])
def test_a_button_that_is_not_there_does_nothing(client, offer, link, nonsense):
    assert client.post(link, {"do": nonsense, "seen": nonsense, "reason": nonsense}).status_code == 409
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_an_offer_of_a_session_that_moved_is_answered_only_by_who_has_seen_it(client, offer, link):
    # given a page that was opened before the session moved
    seen = offer.session.sequence
    later = offer.session.starts_at + timedelta(days=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    staffing.change_session(session=offer.session, by=None, now=timezone.now(), **moved)
    # when it is answered
    page = client.post(link, {"do": "accept", "seen": seen})
    # then they see the new time first
    assert page.status_code == 409 and "another time or place now" in page.content.decode()
    offer.refresh_from_db()
    assert offer.state == "offered"
    for path in (link, link_in("offer_changed")):
        assert "has changed since we asked you" in client.get(path).content.decode()
    client.post(link, {"do": "accept", "seen": seen + 1})
    offer.refresh_from_db()
    assert offer.state == "accepted"


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
    address = signed_in_page(offer)
    assert "You are in the team" in client.post(address, {"do": "accept"}, follow=True).content.decode()
    text = client.post(address, {"do": "give_back", "reason": "Rota"}, follow=True).content.decode()
    assert "You are out of the team" in text
    assert "gave this part back" in client.post(address, {"do": "accept"}).content.decode()


def test_an_offer_is_its_facilitators_alone(offer, coordinator, stranger, client):
    path = signed_in_page(offer)
    assert signed_in_as(offer.facilitator.user).get(path).status_code == 200
    assert signed_in_as(accredited().user).get(path).status_code == 404
    assert signed_in_as(person(Role.FACILITATOR)).get(path).status_code == 404
    assert signed_in_as(coordinator).get(path).status_code == 403
    assert signed_in_as(stranger).get(path).status_code == 404
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("many", [1, 3, 25])
def test_the_page_costs_the_same_however_many_are_in_the_team(
    offer, client, link, many, django_assert_num_queries
):
    for _ in range(many):
        assigned(accredited(), offer.session, part="observer", now=timezone.now())
    with django_assert_num_queries(7):
        assert client.get(link).status_code == 200
