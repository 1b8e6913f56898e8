from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from nacl.exceptions import CryptoError

from feedback import counting, rounds
from feedback.models import Ballot, Comment, Invitation, Pool, Round, Salt, Tally
from feedback.refusals import Closed
from feedback.sealing import KeyMissing, take_off
from feedback.tests.conftest import everybody, say
from feedback.tests.factories import SessionFactory
from stepforward.rollout.models import Phase

pytestmark = pytest.mark.django_db


def cells(**of):
    return {(t.question, t.before, t.value): t.n for t in Tally.objects.filter(**of)}


def at_close(found, now):
    return now + (found.closes_on - found.opens_on)


def test_four_answers_stay_sealed_and_the_fifth_opens_them(open_round, now):
    found = open_round(8)
    for invitation in everybody(found)[:4]:
        say(invitation)
    counting.count_due(now=now)
    assert (Ballot.objects.count(), Tally.objects.count()) == (4, 0)
    say(everybody(found)[0])
    counting.count_due(now=now)
    assert not Ballot.objects.exists()
    assert cells(round=found)["respond_safely", 2, 4] == 5
    assert Round.objects.get().counted == 5


def test_later_batches_add_to_the_earlier_ones(open_round, now):
    found = open_round(12)
    for invitation in everybody(found)[:6]:
        say(invitation, [(1, 3)])
    counting.count_due(now=now)
    for invitation in everybody(found):
        say(invitation, [(1, 3)] if invitation.booking_id % 2 else [(2, 5)])
    counting.count_due(now=now)
    said = cells(round=found)
    assert sum(said.values()) == 12
    assert said["respond_safely", 1, 3] >= 6


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


def test_what_a_round_holds_at_close_passes_on_still_sealed(open_round, now):
    found = open_round(6)
    for invitation in everybody(found)[:3]:
        say(invitation, comments={"do_differently": ["Speak up", True]})
    before = {bytes(ballot.sealed) for ballot in Ballot.objects.all()}
    counting.count_due(now=at_close(found, now))
    passed = list(Ballot.objects.all())
    assert {ballot.box_id for ballot in passed} == {found.pool.box_id}
    assert not before & {bytes(ballot.sealed) for ballot in passed}
    assert not Tally.objects.exists()
    assert not Comment.objects.exists()


def test_a_pool_of_leftovers_opens_at_five(open_round, now):
    first, second = open_round(6), open_round(6)
    for invitation in [*everybody(first)[:3], *everybody(second)[:2]]:
        say(invitation, comments={"do_differently": ["Speak up", True]})
    counting.count_due(now=at_close(first, now))
    assert cells(pool=first.pool)["respond_safely", 2, 4] == 5
    assert not Tally.objects.filter(round__isnull=False).exists()
    assert Comment.objects.filter(pool=first.pool).count() == 5
    assert Pool.objects.get(staff_group="").counted == 5


def test_what_never_gets_company_is_deleted_unread_long_after_its_phase(open_round, now):
    day = now.date()
    phase = Phase.objects.create(
        name="Pilot",
        during=(day - timedelta(days=99), day + timedelta(days=9)),
        target_people=1,
        target_organisations=1,
    )
    found = open_round(6)
    for invitation in everybody(found)[:3]:
        say(invitation)
    assert found.pool.phase == phase
    counting.count_due(now=now + timedelta(days=68))
    assert found.pool.box.ballots.count() == 3
    counting.count_due(now=now + timedelta(days=69))
    assert not Ballot.objects.exists()
    assert not Tally.objects.exists()


def test_a_group_stays_sealed_until_ten_gave_it(open_round, now):
    first = open_round(9)
    for invitation in everybody(first):
        say(invitation, group="03")
    counting.count_due(now=now)
    group = Pool.objects.get(staff_group="03")
    assert group.box.ballots.count() == 9
    second = open_round(5)
    for invitation in everybody(second):
        say(invitation, group="03", comments={"should_change": ["Longer", False]})
    counting.count_due(now=now)
    assert cells(pool=group)["respond_safely", 2, 4] == 14
    assert not group.box.ballots.exists()
    assert not Comment.objects.filter(pool=group).exists()
    assert cells(round=second)["respond_safely", 2, 4] == 5


@pytest.mark.parametrize(("others", "opens"), [(0, True), (1, False), (9, False), (10, True)])
def test_a_group_waits_while_taking_it_away_would_bring_back_fewer_than_ten(open_round, now, others, opens):
    found = open_round(10 + others)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, group="03" if place < 10 else "09")
    counting.count_due(now=now)
    assert Tally.objects.filter(pool__staff_group="03").exists() is opens


def test_two_groups_do_not_open_when_together_they_give_a_third_away(open_round, now):
    found = open_round(31)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, group=["01", "03"][place % 2] if place else "09")
    counting.count_due(now=now)
    assert Tally.objects.filter(pool__isnull=False).values("pool").distinct().count() == 1


def test_a_group_that_opened_gets_a_fresh_key(open_round, now):
    found = open_round(10)
    for invitation in everybody(found):
        say(invitation, group="03")
    key_at_first = bytes(rounds.pool_for(found.questionnaire, None, "03").box.public_key)
    counting.count_due(now=now)
    assert bytes(Pool.objects.get(staff_group="03").box.public_key) != key_at_first


def test_a_session_never_has_tallies_of_a_group(open_round, now):
    found = open_round(12)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, group="03" if place else "")
    counting.count_due(now=now)
    assert {tally.n for tally in Tally.objects.filter(round=found)} == {12}


def test_nobody_counts_without_the_key(open_round, now, settings):
    found = open_round(5)
    for invitation in everybody(found):
        say(invitation)
    settings.FEEDBACK_KEY = ""
    with pytest.raises(KeyMissing):
        counting.count_due(now=now)
    ballot, salt = Ballot.objects.first(), Salt.objects.get(box=found.box)
    settings.FEEDBACK_KEY = "a guess that is long enough to be a key"
    with pytest.raises(CryptoError):
        take_off(ballot.sealed, box_id=found.box_id, salt=salt.salt)


def test_one_box_that_cannot_be_opened_does_not_stop_the_others(open_round, now, settings, caplog):
    broken, whole = open_round(5), open_round(5)
    for invitation in [*everybody(broken), *everybody(whole)]:
        say(invitation)
    Salt.objects.filter(box=broken.box).update(salt=bytes(32))
    counting.count_due(now=now)
    assert [tally.round for tally in Tally.objects.distinct("round")] == [whole]
    assert "box cannot be opened" in caplog.text


def test_after_a_backup_without_salts_rounds_take_answers_again(open_round, now):
    found = open_round(9)
    for invitation in everybody(found)[:3]:
        say(invitation)
    Salt.objects.all().delete()
    counting.count_due(now=now)
    assert not Ballot.objects.exists()
    for invitation in everybody(found):
        say(invitation)
    counting.count_due(now=now)
    assert Round.objects.get().counted == 6


point = st.integers(1, 5)
person = st.tuples(
    st.tuples(point, point),
    point,
    st.sampled_from(["", "01", "03", "09"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60),
)


class TestTallies(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(people=st.lists(person, min_size=1, max_size=24), batches=st.integers(1, 4))
    def test_whatever_people_say_in_whatever_batches_nothing_is_lost_or_doubled(self, people, batches):
        """Against an oracle that counts in the open."""
        now = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
        found = rounds.open_round(session=SessionFactory(now=now, attended=len(people)), now=now, send=False)
        oracle, texts = Counter(), Counter()
        for place, (invitation, said) in enumerate(zip(everybody(found), people, strict=True)):
            pair, rating, group, text = said
            say(
                invitation,
                [pair, *[(1, 1)] * 4, (0, rating)],
                comments={"should_change": [text, False]},
                group=group,
            )
            oracle["respond_safely", *pair] += 1
            oracle["recommend", None, rating] += 1
            texts[text] += 1
            if place % batches == 0:
                counting.count_due(now=now)
        counting.count_due(now=now + timedelta(days=21))
        open_somewhere = Counter()
        for tally in Tally.objects.filter(pool=None) | Tally.objects.filter(pool__staff_group=""):
            if tally.question in {"respond_safely", "recommend"}:
                open_somewhere[tally.question, tally.before, tally.value] += tally.n
        sealed = found.pool.box.ballots.count()
        assert sealed < 5
        assert open_somewhere.total() == 2 * (len(people) - sealed)
        assert open_somewhere <= oracle
        assert Counter(Comment.objects.values_list("text", flat=True)) <= texts
        assert Comment.objects.count() == len(people) - sealed
        if not sealed:
            assert open_somewhere == oracle


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
