"""Somebody has the whole database and all its dumps, the backups, logs, emails and queues, and a web node's
environment. They know who answered when. Who said what, they only guess."""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from nacl.exceptions import CryptoError

from feedback import counting, door, rounds
from feedback.answering import submit
from feedback.models import Ballot, Salt, Tally, Wave
from feedback.sealing import SEALED_FOR_ROUND, take_off
from feedback.tests.attackers import Watcher, more_than_luck
from feedback.tests.conftest import at_close, everybody, say, tokens_of
from feedback.tests.factories import SessionFactory
from feedback.tests.test_secrecy import difference, dump

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {5: 24, 12: 10, 30: 5, 200: 1}  # people in a round: rounds of that size
TOLD = "do_differently"


def say_something(invitation, **more):
    pairs = [(random.randint(1, 5), random.randint(1, 5)) for _ in range(6)]
    say(invitation, pairs, comments={TOLD: [str(invitation.booking_id), "no"]}, **more)


def answered_one_by_one(found, watcher):
    """Everybody in a random order, each with a text of their own; counted now and then."""
    people = everybody(found)
    random.shuffle(people)
    for place, invitation in enumerate(people, 1):
        say_something(invitation, group="03" if place > 1 else "09")
        watcher.somebody_answered()
        if place % 50 == 0 or place in {5, 10, len(people)}:
            yield


def answered_at_once(found, watcher):
    def answer(invitation):
        say_something(invitation)
        connection.close()

    with ThreadPoolExecutor(4) as phones:
        list(phones.map(answer, everybody(found)))
    watcher.somebody_answered()
    yield


def attack(sizes, now, answered):
    """(hits of every pairing, batches) over rounds of these sizes."""
    hits, batches = Counter(), 0
    for size, times in sizes.items():
        for _ in range(times):
            session = SessionFactory(now=now, attended=size, capacity=max(60, size))
            found = rounds.open_round(session=session, now=now, send=size < 12)
            watcher = Watcher(found)
            truth = {str(one.booking_id): one.booking_id for one in everybody(found)}
            for _ in answered(found, watcher):
                counting.count_due(now=now)
                right = watcher.guesses("comment", TOLD, truth)
                hits.update(right)
                batches += bool(right)
    return hits, batches


@pytest.mark.parametrize("answered", [answered_one_by_one, answered_at_once])
def test_no_order_of_people_finds_their_words(now, answered):
    sizes = SIZES if answered is answered_one_by_one else {12: 3, 30: 2}
    hits, batches = attack(sizes, now, answered)
    assert batches >= len(sizes)
    assert len(hits) == 18
    assert {how: n for how, n in hits.items() if more_than_luck(n, batches)} == {}


def test_without_shuffling_those_who_know_the_order_find_them(now, monkeypatch):
    """The control: the same attackers, where nothing is shuffled."""
    monkeypatch.setattr(counting, "shuffle", lambda rows: None)
    hits, batches = attack({5: 12}, now, answered_one_by_one)
    assert more_than_luck(hits["time", "row"], batches)


def test_what_a_lone_member_of_a_group_said_is_one_of_ten(now):
    """Ten sessions with one midwife each, among nurses: whatever is told of midwives is of all ten."""
    for _ in range(10):
        found = rounds.open_round(session=SessionFactory(now=now, attended=6), now=now, send=False)
        alone, *others = everybody(found)
        say_something(alone, group="09")
        for one in others:
            say_something(one, group="03")
        counting.count_due(now=now)
        told = {tally.n for tally in Tally.objects.filter(pool__staff_group="09")}
        copies = Ballot.objects.filter(box__pool__staff_group="09").count()
        assert (copies, told) in [(n, set()) for n in range(10)] or not copies
    answered = Tally.objects.filter(pool__staff_group="09", question="respond_safely")
    assert sum(answered.values_list("n", flat=True)) == 10


@pytest.mark.parametrize("wave", Wave)
def test_in_every_wave_numbers_lie_in_the_order_of_the_scale(now, wave):
    """Five people with five different answers: tallies lie by answer, whoever came first."""
    hits, batches = Counter(), 24
    begins = now + timedelta(days=3) if wave == Wave.BEFORE else now - timedelta(days=1)
    for _ in range(batches):
        session = SessionFactory(now=now, attended=5, starts_at=begins)
        session.bookings.filter(attendance="absent").delete()
        found = rounds.open_round(session=session, wave=wave, now=now, send=False)
        watcher, people, said = Watcher(found), everybody(found), [1, 2, 3, 4, 5]
        code = next(one["code"] for one in found.questionnaire.questions if one["kind"] == "rating")
        random.shuffle(people)
        random.shuffle(said)
        for invitation, value in zip(people, said, strict=True):
            submit(invitation=invitation, answers={code: value}, comments={})
            watcher.somebody_answered()
        counting.count_due(now=now)
        truth = dict(zip(said, (one.booking_id for one in people), strict=True))
        hits.update(watcher.guesses("tally", code, truth))
    assert len(hits) == 18
    assert {how: n for how, n in hits.items() if more_than_luck(n, batches)} == {}


def test_reminders_and_the_door_leave_no_trace_of_how_somebody_answered(now, client, monkeypatch):
    """Two were reminded and two came by the door: after all answer, their rows changed alike."""
    later = now + timedelta(days=3)
    monkeypatch.setattr("feedback.views.respond.now", lambda: later)
    found = rounds.open_round(session=SessionFactory(now=now, attended=6), now=now)
    tokens = tokens_of(found)
    rounds.open_due(now=later)
    by_door = found.invitations.select_related("booking").last()
    tokens += tokens_of(found)[-1:]
    tokens.append(door.hand_over(booking=by_door.booking, wave=Wave.AFTER, now=later))
    changed, earlier = set(), dump()
    for token in tokens:
        status = client.post(f"/feedback/{token}/", {"recommend": "5"}).status_code
        went, came = difference(earlier, earlier := dump())
        if status == 302:
            changed.add((*(table for table, _ in went), "+", *(table for table, _ in came)))
    assert changed == {("feedback_invitation", "+", "feedback_ballot", "feedback_invitation")}


def test_ballots_are_of_one_size_whatever_was_written(open_round, client, on_that_day):
    texts = ["a", "   ", "\u202eمرحبا שלום", "👩🏽‍⚕️" * 100, "€" * 600, ""]
    for token, text in zip(tokens_of(open_round(6)), texts, strict=True):
        assert client.post(f"/feedback/{token}/", {"recommend": "5", TOLD: text}).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT length(sealed), pg_column_size(sealed) FROM feedback_ballot")
        [(length, _)] = cursor.fetchall()
    assert length == SEALED_FOR_ROUND


def test_nothing_that_is_kept_beside_holds_the_words(open_round, client, on_that_day, caplog, capfd):
    """Logs, emails, audit, task queues and their results, a web node's environment: neither the words nor,
    while a round is open, the link."""
    found = open_round(6)
    tokens, words = tokens_of(found), "the very words of somebody"
    for token in tokens:
        client.post(f"/feedback/{token}/", {"recommend": "5", TOLD: words})
    kept = str(dump()) + caplog.text + "".join(capfd.readouterr()) + str(dict(os.environ)) + queues()
    assert words not in kept
    assert not any(token in kept for token in tokens)
    counting.count_due(now=on_that_day)
    holding = {table for table, _, _, text in dump() if words in text}
    assert holding == {"feedback_comment"}
    assert words not in caplog.text + "".join(capfd.readouterr()) + queues()


def test_a_backup_opens_nothing_once_the_round_has_closed_even_with_the_key(open_round, now):
    """The salts are left out of backups; the control has them, and the key, in time."""
    found = open_round(6)
    for invitation in everybody(found):
        say(invitation)
    backed_up = list(Ballot.objects.all())
    assert opened(backed_up) == 6
    counting.count_due(now=at_close(found, now))
    assert opened(backed_up) == 0


def opened(ballots):
    """How many of them open to whoever has FEEDBACK_KEY and every salt that is there."""
    n = 0
    for ballot in ballots:
        for salt in Salt.objects.all():
            try:
                take_off(ballot.sealed, box_id=salt.box_id, salt=salt.salt)
                n += 1
            except CryptoError:
                continue
    return n


def queues():
    """All that the broker holds, task results with it."""
    broker = redis.from_url(django_settings.REDIS_URL)
    return str([broker.dump(key) for key in broker.scan_iter()])
