"""What changed and whether people recommend it, over many sessions, and what small numbers keep back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import registers
from courses.models import Session
from feedback import boxes, panels, rounds
from feedback.models import Pool, Round, Tally
from feedback.overall import NOT_BOTH, NOT_BY_DATES, NOT_BY_TRUST, TOO_FEW
from feedback.tests.factories import SessionFactory
from stepforward.rollout.scope import scope_from
from stepforward.rollout.tests.factories import PhaseFactory, trust
from stepforward.testing import signed_in_as

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(settings):
    settings.FEEDBACK_KEY = "ab" * 32
    return PhaseFactory()


def said(cells, *, asked=20, host="RXL", closed=True, question="respond_safely", weeks_ago=5):
    """A session of `host` whose round holds `cells` {(before, now): n} for one question."""
    session = SessionFactory(
        now=NOW - timedelta(weeks=weeks_ago), attended=asked, organisation=trust(host) if host else None
    )
    found = rounds.open_round(session=session, now=session.delivered_at, send=False)
    answered = sum(cells.values())
    Tally.objects.bulk_create(
        Tally(round=found, question=question, before=before, value=value, n=n)
        for (before, value), n in cells.items()
    )
    state = {"closed": True, "answered": answered, "invited": asked} if closed else {}
    Round.objects.filter(pk=found.pk).update(counted=answered, **state)
    return found


def read(panel, query=""):
    return panel().read(scope_from(QueryDict(query), now=NOW))


def test_the_change_is_paired_and_added_up_over_sessions():
    # given ten people of two sessions: six moved from 2 to 4, four from 3 to 4
    said({(2, 4): 4, (3, 4): 1})
    said({(2, 4): 2, (3, 4): 3}, host="RMC")
    found = read(panels.Changed)
    # then as worked out by hand in the ground's tests of intervals
    assert found.table.rows == [("I could respond safely in the moment", 10, 2.4, 4.0, 1.6, 1.2, 2.0)]
    assert found.headline.figure == "+1.6"
    assert found.headline.sentence == (
        "“I could respond safely in the moment”: 2.4 to 4.0 (1.2 to 2.0), 25% answered."
    )
    assert "10 of 40 asked have answered (25%)." in found.table.note


def test_nine_are_too_few_and_ten_are_not():
    said({(2, 4): 9})
    assert read(panels.Changed).words == TOO_FEW
    said({(3, 4): 1})
    assert read(panels.Changed).table.n == 10


def test_a_round_that_is_still_open_is_not_counted():
    said({(2, 4): 20}, closed=False)
    assert read(panels.Changed).words == TOO_FEW


def test_recommending_has_a_share_with_its_interval():
    said({(None, 5): 100, (None, 4): 22, (None, 3): 113}, asked=240, question="recommend")
    found = read(panels.Recommended)
    # 122 of 235: Wilson's interval as published elsewhere is 45.5 to 58.2
    assert found.words == "52% gave 4 or 5 of 5 (95% interval 46 to 58%)."
    assert [row[1] for row in found.table.rows] == [100, 22, 113, 0, 0]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("from=2025-12-01", NOT_BY_DATES),
        ("organisation=RXL", NOT_BY_TRUST),
        ("system=QE1&staff_group=03", NOT_BOTH),
    ],
)
def test_scopes_that_could_single_people_out_are_refused_in_words(query, why):
    said({(2, 4): 50}, asked=60)
    assert read(panels.Changed, query).words == why
    assert read(panels.Recommended, query).words == why


def test_a_system_that_subtraction_would_bring_out_takes_another_with_it():
    # given 40 answers in one system and six in the only other
    said({(2, 4): 40}, asked=60, host="RXL")
    said({(2, 4): 6}, host="RMC")
    # then neither is shown beside the whole, or 46 - 40 would give the six away
    assert read(panels.Changed).table.n == 46
    assert read(panels.Changed, "system=QE1").table is None
    assert read(panels.Changed, "system=QOP").table is None


def test_systems_of_ten_or_more_are_shown():
    said({(2, 4): 40}, asked=60, host="RXL")
    said({(2, 4): 16}, host="RMC")
    assert read(panels.Changed, "system=QE1").table.n == 40
    assert read(panels.Changed, "system=QOP").table.n == 16


def test_a_staff_groups_answers_come_from_its_pool_alone(world):
    found = said({(2, 4): 40}, asked=60)
    pool = boxes.pool_for(found.questionnaire, world, "03")
    Tally.objects.create(pool=pool, question="respond_safely", before=1, value=5, n=12)
    Pool.objects.filter(pk=pool.pk).update(counted=12)
    assert read(panels.Changed).table.n == 40  # nobody is counted twice
    assert read(panels.Changed, "staff_group=03").table.n == 12
    assert read(panels.Changed, "staff_group=01").words == TOO_FEW


def test_leftovers_count_for_the_whole_and_for_no_system(world):
    found = said({(2, 4): 30}, asked=60)
    pool = boxes.pool_for(found.questionnaire, world)
    Tally.objects.create(pool=pool, question="respond_safely", before=1, value=5, n=11)
    assert read(panels.Changed).table.n == 41
    assert read(panels.Changed, "system=QE1").table.n == 30


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_the_dashboard_asks_the_same_twelve_questions_at_any_size(dean, sessions):
    for number in range(sessions):
        made = said({(2, 4): 6, (3, 4): 6}, host=("RXL", "RMC", "RJR")[number % 3], weeks_ago=number + 4)
        registers.count(made.session)
    assert Session.objects.count() == sessions
    client = signed_in_as(dean)
    for page in ("rollout:dashboard", "rollout:report"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(page))
        assert answer.status_code == 200
        assert len(asked) == 12
