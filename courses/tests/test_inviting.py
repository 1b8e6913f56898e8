"""Private links to sessions by invitation: whoever has one books by it, until it begins or is stopped."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import emails, inviting, scheduling
from courses.models import Booking, Session
from courses.refusals import LinksStopped, NotByInvitation, NotOpen
from courses.tests.factories import BookingFactory, SessionFactory, TrainingRequestFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.people import links
from stepforward.people.models import PrivateLink
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Sam Asante",
    "email": "sam@nowhere.example",
    "organisation": "other",
    "other_organisation": "St Elsewhere",
    "staff_group": "03",
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def asked():
    return TrainingRequestFactory()


@pytest.fixture
def session(asked, now):
    """Open, by invitation, for a team that asked for it; no link is out."""
    return SessionFactory(request=asked, visibility="invitation", starts_at=now + timedelta(days=14))


@pytest.fixture
def link(session):
    return urlsplit(inviting.new_address(session)).path


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def address_in(page):
    return urlsplit(page.text.split('readonly value="')[1].split('"')[0]).path


def follow(path, now=None):
    return links.follow(inviting.INVITED, path.strip("/").split("/")[1], now=now)


# --- Booking by it ---


def test_the_link_shows_the_session_and_books_it_by_post_alone(link, session):
    page = Client().get(link)
    assert (page.status_code, "Book a place" in page.text) == (200, True)
    assert str(session.venue.name) in page.text
    assert not Booking.objects.exists()
    booked = Client().post(link, SAID)
    assert "You have a place" in Client().get(booked.url).text
    assert Booking.objects.get().session == session


def test_without_the_link_nobody_sees_or_books_it(session, stranger):
    for client in (Client(), signed_in_as(stranger)):
        for name in ("session", "book", "link_sent"):
            assert client.get(reverse(f"courses:{name}", args=[session.pk])).status_code == 404
        assert client.post(reverse("courses:book", args=[session.pk]), SAID).status_code == 404
        assert session.venue.name not in client.get("/sessions/").text
    assert not Booking.objects.exists()


def test_the_page_is_kept_by_nobody_and_its_address_is_passed_on_to_nobody(link):
    for page in (
        Client().get(link),
        Client().post(link, SAID),
        Client().post(link, {}),
        Client().get("/invited/x/"),
    ):
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["X-Robots-Tag"] == "noindex"


def test_an_address_that_is_booked_learns_nothing_but_that_an_email_has_gone(link, session):
    BookingFactory(session=session, email="sam@nowhere.example", name="Sam Asante")
    page = Client().post(link, SAID | {"name": "Somebody Else"}, follow=True)
    assert "Look in your email" in page.text
    assert "Sam Asante" not in page.text
    assert f'"/sessions/{session.pk}/"' not in page.text


def test_when_all_places_are_taken_the_link_leads_to_the_line(link, session):
    BookingFactory.create_batch(session.capacity, session=session)
    assert "Join the waiting list" in Client().get(link).text
    assert "You are on the waiting list" in Client().post(link, SAID, follow=True).text


@pytest.mark.parametrize("wrong", ["x", "%00", "a" * 10_000, "é", "../admin"])
def test_a_link_that_was_not_made_says_so_and_opens_nothing(wrong):
    answers = [Client().get(f"/invited/{wrong}/"), Client().post(f"/invited/{wrong}/", SAID)]
    assert {page.status_code for page in answers} == {404}


@pytest.mark.parametrize(
    "different",
    [{"name": "\x00"}, {"name": "x" * 10_000}, {"email": "sam"}, {"organisation": "77"}, {"staff_group": ""}],
)
def test_what_is_wrong_is_said_with_422_and_nothing_is_lost(link, different):
    page = Client().post(link, SAID | {"other_organisation": "Kept"} | different)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert 'value="Kept"' in page.text
    assert not Booking.objects.exists()


def test_the_link_of_one_that_cannot_be_booked_yet_or_any_more_says_which(link, session):
    for state, words in (("planned", "Booking is not open yet"), ("called_off", "was called off")):
        Session.objects.update(state=state, called_off_because="Nobody but those booked reads this")
        page = Client().post(link, SAID)
        assert words in page.text
        assert "Nobody but" not in page.text
    assert not Booking.objects.exists()


def test_once_it_is_open_to_more_people_the_link_leads_where_everybody_books(link, session):
    Session.objects.update(visibility="hidden")
    assert Client().get(link).url == reverse("courses:book", args=[session.pk])


# --- How long it holds ---


def test_it_holds_until_the_session_begins_also_where_that_moves(link, session, coordinator, now):
    start = session.starts_at
    assert follow(link, start - timedelta(seconds=1)) == session.pk
    with pytest.raises(links.LinkUnusable):
        follow(link, start)
    later = start + timedelta(days=3)
    scheduling.change(
        session=session, starts_at=later, ends_at=later + timedelta(hours=2), by=coordinator, now=now
    )
    assert follow(link, later - timedelta(seconds=1)) == session.pk
    with pytest.raises(links.LinkUnusable):
        follow(link, later)


def test_a_new_link_stops_all_before_it_and_is_kept_nowhere(link, session, coordinator, now):
    address = inviting.renew(session=session, by=coordinator, now=now)
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert Client().get(link).status_code == 404
    assert Client().get(urlsplit(address).path).status_code == 200
    kept = str([*PrivateLink.objects.values(), *AuditEvent.objects.values()])
    assert token not in kept
    assert AuditEvent.objects.filter(verb="booking link renewed").exists()


def test_a_link_that_was_stopped_is_not_passed_on_by_page_or_email(link, session, coordinator, now):
    inviting.stop(session=session, by=coordinator, now=now)
    inviting.stop(session=session, by=coordinator, now=now)
    assert AuditEvent.objects.filter(verb="booking link stopped").count() == 1
    assert Client().post(link, SAID).status_code == 404
    with pytest.raises(LinksStopped):
        inviting.pass_on(session=session, now=now)
    emails.request_session_changed(session)
    email = OutgoingEmail.objects.get()
    assert inviting.ASK_US in email.text
    assert "book_page" not in unseal(email.sealed_links)
    # and one that is made anew may be passed on again
    inviting.renew(session=session, by=coordinator, now=now)
    assert follow(urlsplit(inviting.pass_on(session=session, now=now)).path) == session.pk


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"visibility": "public"}, NotByInvitation),
        ({"visibility": "hidden"}, NotByInvitation),
        ({"state": "called_off", "called_off_because": "Snow"}, NotOpen),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, NotOpen),
    ],
)
def test_only_one_by_invitation_and_to_come_has_a_link(session, coordinator, now, facts, refusal):
    Session.objects.filter(pk=session.pk).update(**facts)
    for verb in (inviting.renew, inviting.pass_on):
        by = {"by": coordinator} if verb is inviting.renew else {}
        with pytest.raises(refusal):
            verb(session=session, now=now, **by)
    assert not PrivateLink.objects.exists()


# --- The coordinator's page ---


def test_the_coordinator_makes_renews_and_stops_it_on_the_session_s_page(desk, session):
    page, invite = f"/manage/sessions/{session.pk}/", f"/manage/sessions/{session.pk}/invite/"
    assert "No link is out" in desk.get(page).text
    first = address_in(desk.post(invite))
    assert Client().get(first).status_code == 200
    assert "A link is out" in desk.get(page).text
    assert first not in desk.get(page).text
    second = address_in(desk.post(invite, {"do": "new"}))
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    assert "The link is stopped" in desk.post(invite, {"do": "stop"}, follow=True).text
    assert Client().get(second).status_code == 404


def test_where_no_link_can_be_the_page_says_why(desk, session):
    Session.objects.update(visibility="public")
    said = desk.post(f"/manage/sessions/{session.pk}/invite/", follow=True).text
    assert "not by invitation" in said
    assert desk.post("/manage/sessions/0/invite/").status_code == 404


def test_nobody_else_makes_or_stops_it(session, link, dean, stranger):
    invite = f"/manage/sessions/{session.pk}/invite/"
    got = [signed_in_as(user).post(invite, {"do": "stop"}).status_code for user in (dean, stranger, None)]
    assert got == [403, 404, 302]
    assert Client().get(link).status_code == 200


# --- Whoever asked for it ---


def status_page(asked):
    return reverse("courses:request_status", args=[emails.request_token(asked)])


def test_the_requester_s_email_has_a_link_that_only_they_read(session, asked, coordinator, now):
    Session.objects.update(state="planned")
    scheduling.open_session(session=session, by=coordinator, now=now)
    email = OutgoingEmail.objects.get(kind="courses/request_scheduled")
    assert "[[book_page]]" in email.text
    sent = urlsplit(unseal(email.sealed_links)["book_page"]).path
    assert Client().get(sent).status_code == 200


def test_a_requester_who_lost_it_makes_another_to_pass_on_and_both_hold(session, asked, link):
    page = status_page(asked)
    html = Client().get(page).text
    assert f'href="/sessions/{session.pk}/"' not in html
    pass_on = f"{page}sessions/{session.pk}/link/"
    assert pass_on in html
    assert Client().get(pass_on).status_code == 405
    another = address_in(Client().post(pass_on))
    assert [Client().get(path).status_code for path in (link, another)] == [200, 200]


def test_once_it_was_stopped_the_requester_is_told_to_write_to_us(session, asked, link, coordinator, now):
    inviting.stop(session=session, by=coordinator, now=now)
    page = status_page(asked)
    assert "The link was stopped" in Client().get(page).text
    assert "The link was stopped" in Client().post(f"{page}sessions/{session.pk}/link/", follow=True).text


def test_a_requester_makes_no_link_to_what_others_asked_for(session):
    other = status_page(TrainingRequestFactory())
    assert Client().post(f"{other}sessions/{session.pk}/link/").status_code == 404
    assert not PrivateLink.objects.filter(purpose=inviting.INVITED).exists()


def test_who_gave_their_place_back_is_led_to_their_invitation_not_to_a_page_that_is_not_there(session, now):
    booking = BookingFactory(session=session, state="cancelled", ended_at=now)
    page = reverse("courses:booking", args=[emails.booking_token(booking)])
    assert f"/sessions/{session.pk}/" not in Client().get(page).text
    assert "by which you were invited" in Client().get(page).text
    # and of one that is in no list, the address opens
    Session.objects.update(visibility="hidden")
    assert f'href="/sessions/{session.pk}/"' in Client().get(page).text
    assert Client().get(f"/sessions/{session.pk}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3, 25])
def test_its_pages_cost_the_same_however_many_come(
    desk, session, asked, link, count, django_assert_num_queries
):
    BookingFactory.create_batch(count, session=session)
    SessionFactory.create_batch(
        count, request=asked, visibility="invitation", starts_at=session.starts_at + timedelta(days=1)
    )
    page = status_page(asked)
    for client, path, queries in (
        (Client(), link, 3),
        (desk, f"/manage/sessions/{session.pk}/", 7),
        (Client(), page, 7),
    ):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
