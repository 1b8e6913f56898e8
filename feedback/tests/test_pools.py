from datetime import timedelta

import pytest

from feedback import boxes, counting
from feedback.models import Ballot, Comment, Pool, Round, Tally
from feedback.tests.conftest import at_close, cells, everybody, say
from stepforward.rollout.models import Phase

pytestmark = pytest.mark.django_db


def test_what_a_round_holds_at_close_passes_on_still_sealed(open_round, now):
    found = open_round(6)
    for invitation in everybody(found)[:3]:
        say(invitation, comments={"do_differently": ["Speak up", "public"]})
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
        say(invitation, comments={"do_differently": ["Speak up", "public"]})
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
        say(invitation, group="03", comments={"should_change": ["Longer", "no"]})
    counting.count_due(now=now)
    assert cells(pool=group)["respond_safely", 2, 4] == 14
    assert not group.box.ballots.exists()
    assert not Comment.objects.filter(pool=group).exists()
    assert Round.objects.get(pk=second.pk).counted == 5


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
    key_at_first = bytes(boxes.pool_for(found.questionnaire, None, "03").box.public_key)
    counting.count_due(now=now)
    assert bytes(Pool.objects.get(staff_group="03").box.public_key) != key_at_first


def test_a_session_never_has_tallies_of_a_group(open_round, now):
    found = open_round(12)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, group="03" if place else "")
    counting.count_due(now=now)
    assert {tally.n for tally in Tally.objects.filter(round=found)} == {12}


def test_a_group_waits_while_too_few_others_of_its_sessions_answered_a_question(open_round, now):
    """Twenty were counted together, and of those outside the group only one answered one of the questions."""
    found = open_round(20)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, [(2, 4), (1, 4)] if place < 11 else [(2, 4)], group="03" if place < 10 else "09")
    counting.count_due(now=now)
    assert not Tally.objects.filter(pool__staff_group__gt="").exists()
    assert Ballot.objects.filter(box__pool__staff_group="03").count() == 10


def test_a_lone_member_elsewhere_does_not_give_a_lone_other_away(open_round, now):
    """Eleven of whom ten are of a group, and ten of whom one is: taking the first session away from the group
    would leave one person on each side."""
    for of_the_group, others in ((10, 1), (1, 9)):
        found = open_round(of_the_group + others)
        for place, invitation in enumerate(everybody(found)):
            say(invitation, group="03" if place < of_the_group else "")
        counting.count_due(now=now)
    assert not Tally.objects.filter(pool__staff_group="03").exists()
