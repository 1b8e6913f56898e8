"""What becomes of an email at the mail server, in real SMTP conversations."""

from datetime import timedelta

import pytest

from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.factories import LINK, change, invitation, letter
from stepforward.outbox.tests.servers import HANG_UP

pytestmark = pytest.mark.django_db
State = OutgoingEmail.State


def send(email, now):
    sending.send(email.pk, now=now)
    email.refresh_from_db()
    return email


def test_a_posted_email_arrives_with_its_private_links_filled_in(mail_server, now):
    email = send(letter(now=now), now)
    [message] = mail_server.messages
    assert (message["Subject"], message["To"]) == ("A place for Person 1", "Person 1 <person.1@example.test>")
    assert message["Message-ID"] == email.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert LINK in message.get_content()
    assert (email.state, email.sent_at, email.sealed_links) == (State.SENT, now, None)
    assert LINK not in email.text


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_calendar_travels_as_an_alternative_that_says_the_same_method(mail_server, now, method):
    send(letter(now=now, calendar=invitation(method), calendar_method=method), now)
    [message] = mail_server.messages
    alternative, file = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    text, calendar = alternative.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert (calendar.get_param("method"), calendar.get_content_charset()) == (method, "utf-8")
    lines = calendar.get_content().splitlines()
    assert f"METHOD:{method}" in lines
    assert "SUMMARY:Active Bystander – für alle" in lines
    assert file.get_filename() == "invite.ics"
    assert file.get_content() == invitation(method).encode()


def test_a_calendar_that_says_another_method_is_refused_when_posted(now):
    with pytest.raises(ValueError, match="METHOD:CANCEL"):
        letter(calendar=invitation("REQUEST"), calendar_method="CANCEL")


def test_an_address_beyond_ascii_goes_as_the_wire_knows_it(mail_server, now):
    email = send(change(letter(now=now), to_email="amy@münchen.example"), now)
    [message] = mail_server.messages
    assert message["To"] == "Person 1 <amy@xn--mnchen-3ya.example>"
    assert email.state == State.SENT


def test_a_name_can_neither_add_headers_nor_break_the_address(mail_server, now):
    email = change(letter(now=now), to_name='Zoë "Z",\r\nBcc: all@example.test')
    send(email, now)
    [message] = mail_server.messages
    assert message["Bcc"] is None
    assert message["Delivered-To"] == "person.1@example.test"


def test_a_busy_server_is_asked_again_later_and_later_and_then_given_up(mail_server, now):
    mail_server.answers["*"] = "451 try later"
    email, waits = letter(now=now), []
    while email.state == State.QUEUED and len(waits) < 20:
        now = email.due_at
        send(email, now)
        waits.append(email.due_at - now)
    hours = timedelta(hours=1)
    minutes = timedelta(minutes=1)
    assert waits == [minutes, 5 * minutes, 15 * minutes, hours, 4 * hours, 12 * hours, 24 * hours, 0 * hours]
    assert (email.state, email.attempts, email.error_code) == (State.FAILED, 8, 451)
    assert email.error == "try later"


def test_it_is_not_tried_before_its_next_try(mail_server, now):
    email = letter(now=now + timedelta(seconds=1))
    assert send(email, now).state == State.QUEUED
    assert mail_server.count == 0


@pytest.mark.parametrize("answer", ["550 no such mailbox", "552 mailbox full", "554 we do not like you"])
def test_a_server_that_says_no_is_not_asked_again(mail_server, now, answer):
    mail_server.answers["person.1@example.test"] = answer
    email = send(letter(now=now), now)
    assert (email.state, email.attempts) == (State.FAILED, 1)
    assert f"{email.error_code} {email.error}" == answer


def test_a_refusal_after_the_message_counts_as_one_of_before_it(mail_server, now):
    (mail_server.folder / "refuse").write_text("452 no room")
    email = send(letter(now=now), now)
    assert (email.state, email.error_code, email.due_at) == (State.QUEUED, 452, now + timedelta(minutes=1))


def test_a_server_that_hangs_up_is_asked_again(mail_server, now):
    mail_server.answers["*"] = HANG_UP
    email = send(letter(now=now), now)
    assert (email.state, email.error_code) == (State.QUEUED, None)
    assert email.error == "The mail server stopped answering."


def test_a_server_that_says_nothing_is_asked_again(mail_server, now, settings):
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.pause = 1
    email = send(letter(now=now), now)
    assert (email.state, email.error) == (State.QUEUED, "The mail server stopped answering.")


def test_no_server_at_all_is_tried_again(mail_server, now, settings):
    settings.EMAIL_PORT = 1
    email = send(letter(now=now), now)
    assert (email.state, email.error) == (State.QUEUED, "The mail server could not be reached.")


def test_links_of_a_lost_secret_key_fail_and_those_of_the_last_one_still_open(mail_server, now, settings):
    key = settings.SECRET_KEY
    first, second = letter(1, now=now), letter(2, now=now)
    settings.SECRET_KEY = "another" * 10
    assert send(first, now).state == State.FAILED
    settings.SECRET_KEY_FALLBACKS = [key]
    assert send(second, now).state == State.SENT


def test_an_email_that_is_no_longer_true_is_not_sent(mail_server, now):
    email = letter(now=now, holds_until=now + timedelta(hours=1))
    later = send(email, now + timedelta(hours=1))
    assert (later.state, later.error, later.sealed_links) == (State.FAILED, sending.TOO_LATE, None)
    assert mail_server.count == 0


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.FAILED])
def test_what_was_withdrawn_or_given_up_is_not_sent(mail_server, now, state):
    email = change(letter(now=now), state=state)
    assert send(email, now).state == state
    assert mail_server.count == 0


def test_what_was_sent_is_not_sent_again(mail_server, now):
    email = send(letter(now=now), now)
    send(email, now + timedelta(days=1))
    assert mail_server.count == 1


def test_the_same_post_twice_is_one_email(now):
    assert letter().pk == letter().pk
    assert letter(version="2").pk != letter().pk


def test_the_sweep_takes_back_what_a_dead_worker_had_in_hand(mail_server, now):
    # given a worker that died with an email in hand
    email = sending.claim(letter(now=now).pk, now=now)
    # then nobody touches it while the worker may yet be alive
    assert sending.release_abandoned(now=now + timedelta(minutes=2)) == 0
    # and after that it goes once more
    later = now + timedelta(minutes=2, seconds=1)
    assert sending.release_abandoned(now=later) == 1
    assert send(email, later).state == State.SENT


def test_an_email_that_kills_its_worker_every_time_is_given_up(now):
    email = letter(now=now)
    for _ in range(8):
        sending.claim(email.pk, now=now)
        sending.release_abandoned(now=now + timedelta(minutes=3))
    email.refresh_from_db()
    assert (email.state, email.error) == (State.FAILED, sending.WORKER_DIED)


def test_a_slow_worker_that_was_thought_dead_still_says_that_it_sent(now):
    email = sending.claim(letter(now=now).pk, now=now)
    sending.release_abandoned(now=now + timedelta(minutes=3))
    sending.note_sent(email, now=now)
    email.refresh_from_db()
    assert email.state == State.SENT


def test_a_slow_worker_cannot_undo_what_another_has_in_hand(now):
    email = sending.claim(letter(now=now).pk, now=now)
    sending.release_abandoned(now=now + timedelta(minutes=3))
    sending.claim(email.pk, now=now + timedelta(minutes=3))
    sending.note_failure(email, sending.failure_of(TimeoutError()), now=now)
    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.SENDING, 2)
