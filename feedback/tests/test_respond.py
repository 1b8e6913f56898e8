from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback import counting, rounds
from feedback.models import Ballot, Comment, Invitation, Tally
from feedback.tests.conftest import everybody, tokens_of
from feedback.tests.factories import SessionFactory
from stepforward.observing import JsonLines
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
SAID = {"respond_safely_before": "2", "respond_safely_now": "4", "recommend": "5"}


@pytest.fixture
def token(open_round, on_that_day):
    return tokens_of(open_round(6))[0]


def traceless(response):
    return (
        not response.cookies
        and response["Referrer-Policy"] == "no-referrer"
        and response["Cache-Control"] == "no-store"
    )


def test_the_page_asks_what_the_questionnaire_asks(client, token):
    page = client.get(f"/feedback/{token}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "How was your session?" in text
    # eight twice and five once on six circles, the pace of three, and three times whether we may quote
    assert text.count('type="radio"') == 8 * 2 * 6 + 5 * 6 + 3 + 3 * 3
    assert text.count("May we quote this, without your name?") == 3
    assert text.count('value="no" checked') == 3
    assert "Freedom to Speak Up" in text
    assert "csrf" not in text


def test_no_page_sets_a_cookie_or_is_kept(client, token):
    pages = [
        client.get(f"/feedback/{token}/"),
        client.post(f"/feedback/{token}/", {}),
        client.post(f"/feedback/{token}/", SAID),
        client.get(f"/feedback/{token}/"),
        client.get("/feedback/thank-you/"),
        client.get("/feedback/9-unknown/"),
    ]
    assert [page.status_code for page in pages] == [200, 422, 302, 409, 200, 404]
    assert all(traceless(page) for page in pages)


def test_somebody_who_is_signed_in_is_not_known_here(coordinator, token):
    page = signed_in_as(coordinator).get(f"/feedback/{token}/")
    assert traceless(page)
    assert coordinator.name.encode() not in page.content
    assert b"Sign out" not in page.content


def test_an_answer_is_sealed_and_thanked_for(client, token):
    page = client.post(f"/feedback/{token}/", SAID, follow=True)
    assert page.redirect_chain == [("/feedback/thank-you/", 302)]
    assert Ballot.objects.count() == 1
    assert Invitation.objects.filter(used=True).count() == 1


@pytest.mark.parametrize("agreed", ["no", "reports", "public", None])
def test_what_they_agreed_to_is_kept_with_their_words_and_nothing_said_is_no(open_round, on_that_day, agreed):
    found = open_round(6)
    said = {"do_differently": "Ask, and wait"} | ({"do_differently_consent": agreed} if agreed else {})
    for token in tokens_of(found)[:5]:
        assert Client().post(f"/feedback/{token}/", said).status_code == 302
    counting.count_due(now=on_that_day)
    assert set(Comment.objects.values_list("text", "consent")) == {("Ask, and wait", agreed or "no")}


def test_a_link_answers_once(client, token):
    client.post(f"/feedback/{token}/", SAID)
    again = client.post(f"/feedback/{token}/", SAID)
    assert again.status_code == 409
    assert b"We have your answers already" in again.content
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"respond_safely_before": "2"}, "Choose a number for now: I could respond safely"),
        ({"respond_safely_now": "2"}, "Choose a number for before: I could respond safely"),
        ({"recommend": "6"}, "Choose a number from 1 to 5"),
        ({"recommend": "5", "do_differently": "x" * 601}, "Your answer must be 600 characters or fewer"),
        (
            {"recommend": "5", "do_differently": "bell \x07"},
            "Your answer must have only letters, numbers and punctuation",
        ),
        ({"recommend": "5", "group": "99"}, "Select your staff group"),
        (
            {"do_differently": "Ask", "do_differently_consent": "all"},
            "Choose whether we may quote this",
        ),
        ({}, "Answer at least one question"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_stays_typed(client, token, said, sentence):
    kept = {"several_ways_before": "3", "several_ways_now": "4", "should_change": "More time"} if said else {}
    page = client.post(f"/feedback/{token}/", said | kept)
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence in text
    assert "<title>Error: " in text
    if said:
        assert "More time" in text
        assert 'name="several_ways_now" value="4" checked' in text
    assert not Ballot.objects.exists()
    assert client.post(f"/feedback/{token}/", SAID).status_code == 302


def test_a_link_that_nobody_sent_opens_nothing(client, token):
    for unknown in ("1-unknown", "x", "0" * 80 + "-x", f"{token}x", "٣-x", "1'; --"):
        page = client.post(f"/feedback/{unknown}/", SAID)
        assert page.status_code == 404
    assert not Ballot.objects.exists()


def test_a_closed_collection_says_so_before_and_after_it_is_counted(client, open_round, now, monkeypatch):
    found = open_round(6)
    token = tokens_of(found)[0]
    later = now + timedelta(days=21)
    monkeypatch.setattr("feedback.views.respond.now", lambda: later)
    assert client.post(f"/feedback/{token}/", SAID).status_code == 410
    counting.count_due(now=later)
    page = client.get(f"/feedback/{token}/")
    assert page.status_code == 410
    assert b"has closed" in page.content


def test_another_site_cannot_send_the_form(client, token):
    sent = client.post(f"/feedback/{token}/", SAID, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert traceless(sent)
    assert b"another site" in sent.content
    assert (
        client.post(f"/feedback/{token}/", SAID, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    )


def test_no_log_line_holds_the_token_or_the_answer(client, token, caplog, capfd):
    client.post(f"/feedback/{token}/", SAID | {"do_differently": "a very private thought"})
    client.get(f"/feedback/{token}/")
    out, err = capfd.readouterr()
    said = out + err + "".join(map(JsonLines().format, caplog.records))
    assert "feedback:respond" in said
    assert token not in said
    assert "private thought" not in said


def test_a_signed_in_session_is_left_as_it_was(coordinator, token):
    browser = Client()
    browser.force_login(coordinator)
    before = dict(browser.cookies)
    browser.post(f"/feedback/{token}/", SAID)
    assert dict(browser.cookies) == before


def test_answering_takes_few_queries_and_no_lock_on_the_round(client, token):
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/feedback/{token}/", SAID)
    said = [query["sql"] for query in queries]
    # the invitation, the questions, two keys and their pool, a savepoint of this test's own, use up, put in
    assert len(said) == 9
    assert not any("FOR UPDATE" in sql for sql in said)


@pytest.mark.django_db(transaction=True)
def test_ninety_posts_at_once_for_thirty_invitations_seal_thirty(now, live_server, monkeypatch):
    """Each three times, from eight clients; then everything is counted, exactly."""
    monkeypatch.setattr("feedback.views.respond.now", lambda: now)
    found = rounds.open_round(session=SessionFactory(now=now, attended=30), now=now)
    server = urlsplit(live_server.url)
    asked = [(place, token) for place, token in enumerate(tokens_of(found))]
    posts = [one for _ in range(3) for one in asked]

    def post(one):
        place, token = one
        before, value = divmod(place, 5)
        said = {"respond_safely_before": before % 5 + 1, "respond_safely_now": value + 1, "group": "03"}
        link = HTTPConnection(server.hostname, server.port, timeout=20)
        link.request(
            "POST",
            f"/feedback/{token}/",
            urlencode(said),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        response = link.getresponse()
        text = response.read().decode()
        link.close()
        return response.status, text

    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(post, posts))
    statuses = [status for status, _ in answers]
    assert (statuses.count(302), statuses.count(409)) == (30, 60)
    assert all("We have your answers already" in text for status, text in answers if status == 409)
    assert Ballot.objects.count() == 30
    assert everybody(found) == []
    counting.count_due(now=now)
    expected = {}
    for place in range(30):
        cell = place // 5 % 5 + 1, place % 5 + 1
        expected[cell] = expected.get(cell, 0) + 1
    for of in ({"round": found}, {"pool__staff_group": "03"}):
        assert {(t.before, t.value): t.n for t in Tally.objects.filter(**of)} == expected
