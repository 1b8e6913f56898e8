"""What people and programs send that is not an answer: each gets a kind page, and nothing is lost."""

from datetime import timedelta

import pytest

from courses import check_in_codes
from courses.models import Session
from feedback import counting, door, rounds
from feedback.models import Ballot, Comment, InvitationLink, Wave
from feedback.tests.conftest import at_close, everybody, say, tokens_of
from feedback.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
RIGHT_TO_LEFT, EMOJI = "שאלו אותה אם היא בסדר", "👩🏽‍⚕️🙂"


@pytest.fixture
def form(open_round, on_that_day):
    return f"/feedback/{tokens_of(open_round(6))[0]}/"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"recommend": "-1"}, "Choose a number from 1 to 5"),
        ({"recommend": "9" * 5000}, "Choose a number from 1 to 5"),
        ({"recommend": "٤"}, "Choose a number from 1 to 5"),
        ({"recommend": "4\x00"}, "Choose a number from 1 to 5"),
        ({"pace": "4"}, "Choose from the answers below"),
        ({"do_differently": "   \n \t "}, "Answer at least one question"),
        ({"do_differently": "x" * 100_000}, "Your answer must be 600 characters or fewer"),
        ({"do_differently": "a\x00b"}, "Your answer must have only letters, numbers and punctuation"),
        ({"no_such_question": "5", "recommend_now": "5"}, "Answer at least one question"),
    ],
)
def test_what_is_no_answer_is_said_and_what_was_is_kept(client, form, said, sentence):
    page = client.post(form, said | ({"should_change": RIGHT_TO_LEFT} if "least" not in sentence else {}))
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence in text
    assert RIGHT_TO_LEFT in text or "least" in sentence
    assert not Ballot.objects.exists()
    assert client.post(form, {"recommend": "5"}).status_code == 302


def test_every_script_comes_back_as_it_was_written(client, open_round, on_that_day):
    texts = {RIGHT_TO_LEFT, EMOJI, "\u202eturned round", "e\u0301", "<b>bold</b>"}
    for token, text in zip(tokens_of(open_round(6)), [*texts], strict=False):
        said = {"do_differently": f"  {text}  "}
        assert client.post(f"/feedback/{token}/", said).status_code == 302
    counting.count_due(now=on_that_day)
    assert set(Comment.objects.values_list("text", flat=True)) == texts


def test_a_round_that_closed_while_the_form_was_open_says_so(client, open_round, now, on_that_day):
    found = open_round(6)
    form = f"/feedback/{tokens_of(found)[0]}/"
    assert client.get(form).status_code == 200
    counting.count_due(now=at_close(found, now))
    sent = client.post(form, {"recommend": "5"})
    assert sent.status_code == 410
    assert b"This collection of feedback has closed" in sent.content


def test_a_link_of_another_round_answers_that_round_alone(client, open_round, on_that_day):
    mine, other = open_round(6), open_round(6)
    number, _, secret = tokens_of(mine)[0].partition("-")
    assert client.post(f"/feedback/{other.pk}-{secret}/", {"recommend": "5"}).status_code == 404
    assert client.post(f"/feedback/{number}-{secret.swapcase()}/", {"recommend": "5"}).status_code == 404
    assert client.post(f"/feedback/{number}-{secret}/", {"recommend": "5"}).status_code == 302
    assert Ballot.objects.get().box == mine.box


@pytest.fixture
def room(now, monkeypatch):
    """The address of the door of a session that is on, and who is in it."""
    begins, ends = now - timedelta(hours=1), now + timedelta(hours=1)
    there = {"starts_at": begins, "ends_at": ends, "state": Session.State.OPEN, "delivered_at": None}
    session = SessionFactory(now=now, attended=1, **there)
    found = rounds.open_round(session=session, now=now)
    monkeypatch.setattr("feedback.views.door.timezone.now", lambda: now)
    return f"/feedback/here/{check_in_codes.code_now(session, now)}/", found


@pytest.mark.parametrize("code", ["A\x00B", "9" * 5000, "ÄÖÜ", "ABC DEF GHI", "%2e%2e", ""])
def test_what_is_no_code_is_asked_for_again(client, room, code):
    page = client.post("/feedback/here/", {"code": code})
    assert page.status_code == 422
    assert b"There is a problem" in page.content


@pytest.mark.parametrize("slip", ["x", "1-2-3", "9" * 50 + "-1-x", "-", "1-" + "9" * 5000 + "-x", "\x00"])
def test_a_slip_that_nobody_gave_asks_for_the_code_of_now(client, room, slip):
    page = client.post(room[0], {"email": "person0@example.test", "slip": slip})
    assert page.status_code == 410
    assert b"changes every minute" in page.content
    assert not InvitationLink.objects.exists()


@pytest.mark.parametrize("email", ["a\x00b@example.test", "x" * 5000 + "@example.test", "שלום", "a@b@c"])
def test_what_is_no_address_is_said_at_the_field(client, room, email):
    page = client.post(room[0], {"email": email})
    assert page.status_code == 422
    assert b"There is a problem" in page.content


def test_the_twenty_first_phone_is_told_to_use_the_email(client, room, now):
    address, found = room
    booking = found.session.bookings.get(email="person0@example.test")
    for _ in range(door.MOST_LINKS):
        door.hand_over(booking=booking, wave=Wave.AFTER, now=now)
    page = client.post(address, {"email": booking.email})
    assert page.status_code == 422
    assert b"This was opened on too many phones. Use the link in our email instead" in page.content
    say(everybody(found)[0])  # whom the first links still lead to the form
