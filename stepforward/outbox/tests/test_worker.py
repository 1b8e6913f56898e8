"""Real workers, a real broker, a real mail server, and what happens when one of them goes away."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import wake_worker
from stepforward.outbox.tests.factories import letter
from stepforward.outbox.tests.servers import wait_until
from stepforward.testing import signed_in_as

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
State = OutgoingEmail.State


def in_state(state):
    return OutgoingEmail.objects.filter(state=state).count()


def ids(mail_server):
    return Counter(message["Message-ID"] for message in mail_server.messages)


def test_with_the_broker_stopped_a_verb_works_and_its_mail_goes_out_once_when_it_is_back(
    worker, broker, mail_server
):
    # given a worker that lost its broker
    worker()
    broker.stop()
    # when a verb posts an email
    began = timezone.now()
    with transaction.atomic():
        email = letter()
    # then nothing fails and nobody waits
    assert timezone.now() - began < timedelta(seconds=3)
    assert in_state(State.QUEUED) == 1
    # and when the broker is back, the next sweep sends it, and no sweep sends it twice
    broker.start()
    wait_until(lambda: sweep_later() is not None and mail_server.count > 0)
    sweep_later()
    wait_until(lambda: in_state(State.SENT) == 1)
    assert ids(mail_server) == {email.message_id: 1}


def sweep_later():
    """As beat does half a minute later."""
    return sending.sweep(now=timezone.now() + sending.ON_ITS_WAY)


def test_with_the_mail_server_refusing_tries_grow_apart_and_the_coordinator_sees_it(
    worker, mail_server, coordinator
):
    # given a mail server that is busy, and one mailbox that does not exist
    mail_server.answers |= {"*": "451 try later", "person.2@example.test": "550 no such mailbox"}
    worker()
    for n in (1, 2):
        letter(n)
    wait_until(lambda: OutgoingEmail.objects.exclude(error="").count() == 2)
    # then the coordinator reads in the list what happens next
    page = signed_in_as(coordinator).get("/emails/").content.decode()
    assert "The mail server asked us to try again later. It said: 451 try later" in page
    assert "trying again" in page
    assert "There is no such mailbox, or it refuses our email. It said: 550 no such mailbox" in page
    waiting = OutgoingEmail.objects.get(state=State.QUEUED)
    assert timedelta(seconds=30) < waiting.due_at - timezone.now() <= timedelta(minutes=1)
    # and when the server has recovered, trying again now delivers it
    mail_server.answers.clear()
    signed_in_as(coordinator).post(f"/emails/{waiting.pk}/retry/")
    wait_until(lambda: in_state(State.SENT) == 1)
    assert ids(mail_server) == {waiting.message_id: 1}


def test_a_worker_killed_in_the_middle_of_200_emails_loses_none(worker, mail_server):
    mail_server.pause = 0.02
    first = worker()
    with transaction.atomic():
        for n in range(200):
            letter(n)
    wait_until(lambda: mail_server.count >= 30)
    first.kill()
    assert in_state(State.QUEUED) > 0
    in_hand = in_state(State.SENDING)
    # when beat sweeps, some minutes later, and another worker is there
    mail_server.pause = 0
    worker()
    sending.release_abandoned(now=timezone.now() + timedelta(minutes=3))
    sweep_later()
    wait_until(lambda: in_state(State.SENT) == 200, seconds=120)
    # then all have arrived; twice, under its one Message-ID, at most what each of two processes had in hand
    arrived = ids(mail_server)
    assert set(arrived) == set(OutgoingEmail.objects.values_list("message_id", flat=True))
    assert arrived.total() - 200 <= in_hand <= 2
    assert max(arrived.values()) <= 2


def test_two_workers_that_are_told_of_each_email_three_times_never_send_one_twice(worker, mail_server):
    with transaction.atomic():
        emails = [letter(n) for n in range(60)]
    for _ in range(2):
        for email in emails:
            wake_worker(email.pk)
    worker(), worker()
    wait_until(lambda: in_state(State.SENT) == 60, seconds=120)
    assert set(ids(mail_server).values()) == {1}
    assert set(OutgoingEmail.objects.values_list("attempts", flat=True)) == {1}
