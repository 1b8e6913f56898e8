"""Figures of many sessions are told in steps of ten people or more, and every step stays where it was
told."""

from datetime import date, timedelta

import pytest

from feedback import releasing, rounds
from feedback.models import Response, Round, Spread
from feedback.small_numbers import may_join, may_show, may_stand_beside, people_in
from feedback.tests.factories import SessionFactory
from stepforward.rollout.tests.factories import trust

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 6)
MIXED = {(2, 4): 3, (1, 5): 2, (3, 3): 1}  # six people


def closed(now, host, cells, *, question="respond_safely"):
    """A round of `host` that closed with these answers to one question."""
    session = SessionFactory(now=now, attended=20, organisation=trust(host))
    found = rounds.open_round(session=session, now=now, send=False)
    n = people_in(cells)
    Round.objects.filter(pk=found.pk).update(closed=True, invited=20, answered=n, counted=n)
    found.refresh_from_db()
    releasing.add_round(found, {question: cells}, today=TODAY)
    return found


def told(**where):
    return sum(sum(row.told) for row in Spread.objects.filter(**where))


def test_six_wait_for_their_trust_and_twelve_are_told(now):
    closed(now, "RXL", MIXED)
    releasing.release_due(today=TODAY)
    assert told() == 0
    closed(now, "RXL", MIXED)
    releasing.release_due(today=TODAY)
    row = Spread.objects.get()
    assert (sum(row.told), row.waiting, row.waits_since) == (12, [], None)
    assert row.told[6 * 2 + 4] == 6


def test_what_waits_four_weeks_goes_on_to_its_system_and_then_to_all(now):
    closed(now, "RXL", MIXED)
    closed(now, "RXN", MIXED)  # another trust of the same system
    releasing.release_due(today=TODAY + timedelta(weeks=4, days=-1))
    assert told() == 0
    releasing.release_due(today=TODAY + timedelta(weeks=4))
    assert told(organisation=None, system="QE1") == 12
    closed(now, "RMC", MIXED)
    releasing.release_due(today=TODAY + timedelta(weeks=4))
    releasing.release_due(today=TODAY + timedelta(weeks=8))
    assert told(system="") == 0
    closed(now, "RJR", MIXED)
    for weeks in (4, 8, 12):
        releasing.release_due(today=TODAY + timedelta(weeks=weeks))
    assert told(system="") == 12
    assert told() == 24


def test_what_reports_hide_waits_apart_from_what_they_show(now):
    # given a report that shows six, and reports that hide three each
    closed(now, "RXL", MIXED)
    for _ in range(3):
        closed(now, "RXL", {(2, 4): 2, (1, 5): 1})
    releasing.release_due(today=TODAY)
    # then fifteen are not told together, because fifteen less the six of the report are nine
    row = Spread.objects.get()
    assert (sum(row.told), sum(row.waiting), sum(row.apart)) == (0, 6, 9)
    closed(now, "RXL", {(2, 4): 1})
    releasing.release_due(today=TODAY)
    row.refresh_from_db()
    assert (sum(row.told), sum(row.waiting), sum(row.apart)) == (10, 6, 0)


def test_how_many_were_asked_and_answered_is_kept_beside(now):
    closed(now, "RXL", MIXED)
    closed(now, "RXL", MIXED)
    response = Response.objects.get()
    assert (response.rounds, response.asked, response.answered) == (2, 40, 12)


@pytest.mark.parametrize(
    ("cells", "least", "shown"),
    [
        ({(None, 4): 4}, 5, False),
        ({(None, 4): 4, (None, 5): 1}, 5, True),
        ({(None, 4): 9}, 5, False),
        ({(None, 4): 10}, 5, True),
        ({(None, 4): 4, (None, 0): 6}, 5, False),  # who cannot say is no company
        ({(1, 4): 3, (2, 4): 3}, 5, False),  # all alike now
        ({(1, 4): 3, (1, 5): 3}, 5, False),  # all alike before
        ({(1, 4): 3, (2, 5): 3}, 5, True),
        ({(0, 4): 5, (2, 5): 3, (1, 4): 1}, 5, False),
        ({}, 5, False),
    ],
)
def test_what_may_be_shown(cells, least, shown):
    assert may_show(cells, least) is shown


def test_several_choices_are_alike_only_where_all_chose_one():
    assert may_show({(None, 0): 6, (None, 1): 5, (None, 2): 6}, 5, many=True) is False
    assert may_show({(None, 0): 6, (None, 1): 5}, 5, many=True) is True


def test_a_look_before_and_a_look_after_give_no_fewer_than_five_away():
    assert may_join(MIXED, {(1, 4): 4}, 5) is False
    assert may_join(MIXED, {(1, 4): 3, (2, 5): 2}, 5) is True
    assert may_join({(1, 4): 4}, {(1, 4): 1}, 5) is True  # nothing was shown before
    assert may_join(MIXED, {}, 5) is True


@pytest.mark.parametrize(
    ("everybody", "told_already", "group", "may"),
    [(20, 0, 20, True), (20, 0, 11, False), (20, 0, 10, True), (30, 10, 11, False), (9, 0, 10, False)],
)
def test_a_group_stands_beside_everybody_only_where_the_others_are_nobody_or_ten(
    everybody, told_already, group, may
):
    assert may_stand_beside(everybody, told_already, group) is may
