from threading import Thread

import pytest
from django.db import connection, transaction

from feedback import counting
from feedback.models import Ballot, Invitation, Salt
from feedback.refusals import Closed
from feedback.tests.conftest import at_close, cells, everybody, say

pytestmark = pytest.mark.django_db


def test_closing_deletes_who_was_asked_and_half_the_key(open_round, now):
    found = open_round(8)
    for invitation in everybody(found)[:6]:
        say(invitation)
    late = everybody(found)[0]
    counting.count_due(now=at_close(found, now))
    found.refresh_from_db()
    assert (found.closed, found.invited, found.answered, found.counted) == (True, 8, 6, 6)
    assert not Invitation.objects.exists()
    assert not Salt.objects.filter(box=found.box).exists()
    with pytest.raises(Closed):
        say(late)
    assert not Ballot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_on_its_way_while_its_round_closes_is_not_lost(open_round, now):
    """The answer is put in but not committed when closing begins; closing waits for it."""
    found = open_round(8)
    *early, late = everybody(found)[:5]
    for invitation in early:
        say(invitation)
    closing = Thread(target=_close, args=(found, at_close(found, now)))
    with transaction.atomic():
        say(late)
        closing.start()
        closing.join(0.5)
        assert closing.is_alive()
    closing.join(10)
    found.refresh_from_db()
    assert (found.closed, found.answered, found.counted) == (True, 5, 5)
    assert not Ballot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_its_round_closes_is_told_so(open_round, now):
    found = open_round(8)
    late = everybody(found)[0]
    refused = []

    def answer():
        try:
            say(late)
        except Closed as closed:
            refused.append(closed.why)
        finally:
            connection.close()

    answering = Thread(target=answer)
    with transaction.atomic():
        counting.count_round(pk=found.pk, today=found.closes_on)
        answering.start()
        answering.join(0.5)
        assert answering.is_alive()
    answering.join(10)
    assert refused == ["This collection of feedback has closed."]
    assert not Ballot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_counting_workers_at_once_count_once(open_round, now):
    found = open_round(12)
    for invitation in everybody(found):
        say(invitation, group="03")
    workers = [Thread(target=_close, args=(found, at_close(found, now))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert cells(round=found)["respond_safely", 2, 4] == 12
    assert cells(pool__staff_group="03")["respond_safely", 2, 4] == 12
    assert not Ballot.objects.exists()


def _close(found, when):
    try:
        counting.count_due(now=when)
    finally:
        connection.close()
