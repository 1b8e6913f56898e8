from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from nacl.exceptions import CryptoError

from feedback import counting, rounds
from feedback.models import Ballot, Comment, Round, Salt, Tally
from feedback.sealing import KeyMissing, take_off
from feedback.tests.conftest import at_close, cells, everybody, say
from feedback.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def test_four_answers_stay_sealed_and_the_fifth_opens_them(open_round, now):
    found = open_round(8)
    for invitation in everybody(found)[:4]:
        say(invitation)
    counting.count_due(now=now)
    assert (Ballot.objects.count(), Tally.objects.count()) == (4, 0)
    say(everybody(found)[0], [(1, 5)])
    counting.count_due(now=now)
    assert not Ballot.objects.exists()
    assert cells(round=found)["respond_safely", 2, 4] == 4
    assert Round.objects.get().counted == 5


def test_what_all_said_alike_at_a_first_look_is_counted_with_the_pools_so_no_second_look_tells_it(
    open_round, now
):
    found = open_round(12)
    for invitation in everybody(found)[:6]:
        say(invitation, [(2, 4)])
    counting.count_due(now=now)
    assert cells(pool=found.pool)["respond_safely", 2, 4] == 6
    for place, invitation in enumerate(everybody(found)):
        say(invitation, [(1 + place % 2, 3 + place % 2)])
    counting.count_due(now=at_close(found, now))
    assert sum(cells(round=found).values()) == 6
    assert sum(cells(pool=found.pool).values()) == 6


def test_later_batches_add_to_the_earlier_ones(open_round, now):
    found = open_round(12)
    for place, invitation in enumerate(everybody(found)[:6]):
        say(invitation, [(1, 3)] if place else [(2, 4)])
    counting.count_due(now=now)
    for invitation in everybody(found):
        say(invitation, [(1, 3)] if invitation.booking_id % 2 else [(2, 5)])
    counting.count_due(now=now)
    assert Round.objects.get().counted == 6  # when it opens must not tell what the last one said
    counting.count_due(now=at_close(found, now))
    said = cells(round=found)
    assert sum(said.values()) == 12
    assert said["respond_safely", 1, 3] == 8


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
    for place, invitation in enumerate([*everybody(broken), *everybody(whole)]):
        say(invitation, [(1 + place % 2, 4 + place % 2)])
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


@pytest.mark.parametrize(("ticked", "consent"), [(True, "public"), (False, "no")])
def test_what_was_sealed_while_consent_was_one_tick_is_counted_as_what_it_said(
    open_round, now, ticked, consent
):
    found = open_round(5)
    for invitation in everybody(found):
        say(invitation, comments={"do_differently": ["Ask first", ticked]})
    counting.count_due(now=now)
    assert set(Comment.objects.values_list("consent", flat=True)) == {consent}


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
                comments={"should_change": [text, "no"]},
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
