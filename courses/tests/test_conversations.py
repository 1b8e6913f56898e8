"""A request's own story: messages to and fro, notes among colleagues, and who works on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import conversing, emails, requests
from courses.models import RequestMessage, RequestNote
from courses.refusals import NothingSaid, NotTheirs
from courses.tests.factories import NOW, SessionFactory, TrainingRequestFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def asked():
    return TrainingRequestFactory(asked_at=timezone.now() - timedelta(days=4))


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def status_page(asked):
    return reverse("courses:request_status", args=[emails.request_token(asked)])


def test_a_reply_is_an_email_and_stands_on_the_private_page_where_they_answer_it(desk, asked):
    # when
    said = {"reply-text": "Would 8 July suit you?", "reply-seen": "0"}
    assert desk.post(f"/requests/{asked.pk}/reply/", said).status_code == 302
    # then
    email = OutgoingEmail.objects.get(kind="courses/request_reply")
    assert email.to_email == asked.contact_email
    assert "Would 8 July suit you?" in email.text
    page = status_page(asked)
    assert "Would 8 July suit you?" in Client().get(page).text
    # and when
    answer = Client().post(f"{page}write/", {"text": "Yes, it would."})
    # then
    assert answer.url == page
    assert "Yes, it would." in Client().get(page).text
    html = desk.get(f"/requests/{asked.pk}/").text
    assert "1 message waiting for your answer" in html
    assert "Yes, it would." in html


def test_a_link_alone_writes_nothing(asked):
    assert Client().get(status_page(asked) + "write/?text=Hello").status_code == 405
    assert not RequestMessage.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Enter the message"),
        ("x" * 2001, "2000 characters or fewer"),
        ("a\x00b", "must have only letters"),
    ],
)
def test_a_message_that_cannot_be_kept_is_said_so_and_not_lost(asked, text, why):
    answer = Client().post(status_page(asked) + "write/", {"text": text})
    assert answer.status_code == 422
    assert why in answer.text
    assert "x" * 2001 in answer.text or len(text) < 2001
    assert not RequestMessage.objects.exists()


def test_somebody_who_writes_without_end_is_asked_to_wait(asked):
    for n in range(conversing.MOST_UNANSWERED):
        conversing.write(request=asked, text=f"Message {n}", now=NOW)
    answer = Client().post(status_page(asked) + "write/", {"text": "And another"})
    assert answer.status_code == 422
    assert "Please wait for our answer" in answer.text
    assert RequestMessage.objects.count() == conversing.MOST_UNANSWERED


def test_an_answer_settles_what_was_read_and_nothing_that_came_later(asked, coordinator):
    # given
    read = conversing.write(request=asked, text="Any news?", now=NOW)
    unread = conversing.write(request=asked, text="Please hurry.", now=NOW)
    # when
    conversing.reply(request=asked, to=[asked], text="Soon.", seen=read.pk, by=coordinator, now=LATER)
    # then
    assert list(RequestMessage.objects.unanswered()) == [unread]
    asked.refresh_from_db()
    assert (asked.state, asked.owner) == ("taken", coordinator)


def test_thanks_need_no_answer(desk, asked):
    message = conversing.write(request=asked, text="Thank you!", now=NOW)
    desk.post(f"/requests/{asked.pk}/settle/", {"seen": message.pk})
    assert not RequestMessage.objects.unanswered().exists()
    assert AuditEvent.objects.filter(verb="message settled without an answer").count() == 1


def test_notes_stay_among_colleagues(desk, asked, coordinator):
    desk.post(f"/requests/{asked.pk}/note/", {"note-text": "Rang: the matron is keen."})
    note = RequestNote.objects.get()
    assert (note.text, note.by) == ("Rang: the matron is keen.", coordinator)
    assert "matron is keen" in desk.get(f"/requests/{asked.pk}/").text
    assert "matron" not in Client().get(status_page(asked)).text
    assert not OutgoingEmail.objects.exists()


def test_a_note_without_words_is_refused_at_its_place(desk, asked, coordinator):
    answer = desk.post(f"/requests/{asked.pk}/note/", {"note-text": " "})
    assert answer.status_code == 422
    assert answer.text.count("Enter the note") == 2
    with pytest.raises(NothingSaid):
        requests.note(request=asked, text=" ", by=coordinator, now=NOW)
    with pytest.raises(NothingSaid):
        conversing.write(request=asked, text="\n", now=NOW)


def test_a_colleague_is_handed_the_request_with_a_word(desk, asked, coordinator):
    colleague = person(Role.COORDINATOR, name="Kim Okafor")
    page = f"/requests/{asked.pk}/hand-over/"
    assert "Kim Okafor" in desk.get(page).text
    desk.post(page, {"to": colleague.pk, "words": "They want a Friday."})
    asked.refresh_from_db()
    assert (asked.state, asked.owner) == ("taken", colleague)
    assert RequestNote.objects.get().text == "Handed over to Kim Okafor. They want a Friday."


def test_nobody_is_handed_a_request_who_may_not_answer_it(desk, asked, coordinator):
    facilitator, gone = person(Role.FACILITATOR), person(Role.COORDINATOR, name="Gone")
    gone.is_active = False
    gone.save()
    for other in (facilitator, gone):
        assert desk.post(f"/requests/{asked.pk}/hand-over/", {"to": other.pk}).status_code == 422
        with pytest.raises(NotTheirs):
            requests.hand_over(request=asked, to=other, by=coordinator, now=NOW)
    asked.refresh_from_db()
    assert asked.state == "new"


def test_the_story_tells_the_newest_first(desk, asked, coordinator):
    requests.take(request=asked, by=coordinator, now=NOW)
    conversing.reply(
        request=asked, to=[asked], text="Hello there", seen=0, by=coordinator, now=timezone.now()
    )
    requests.decline(request=asked, reason="No room.", by=coordinator, now=timezone.now())
    html = desk.get(f"/requests/{asked.pk}/").text
    html = html[html.index('id="story"') :]
    order = [html.index(words) for words in ("Request declined", "Hello there", "Request taken")]
    assert order == sorted(order)
    assert html.count("Email to") == 2


@pytest.mark.parametrize("count", [1, 3, 25])
def test_a_request_costs_the_same_however_long_its_story(desk, coordinator, asked, count):
    SessionFactory.create_batch(count, request=asked)
    for n in range(count):
        requests.note(request=asked, text=f"Note {n}", by=coordinator, now=NOW)
        conversing.reply(request=asked, to=[asked], text=f"No {n}", seen=0, by=coordinator, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(f"/requests/{asked.pk}/").status_code == 200
    assert len(queries) == 10


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 403), (Role.DEAN, 403), (None, 404), ("anonymous", 302)]
)
def test_nobody_else_writes_on_a_request(asked, role, status):
    client = Client() if role == "anonymous" else signed_in_as(person(role))
    said = {"note-text": "x", "reply-text": "x", "seen": "1", "to": "1"}
    for deed in ("note", "reply", "settle", "hand-over"):
        assert client.post(f"/requests/{asked.pk}/{deed}/", said).status_code == status
    assert not (RequestNote.objects.exists() or RequestMessage.objects.exists())
