"""What changed and whether people recommend it, over many sessions, on the dashboard."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import registers
from courses.models import Session
from feedback import panels
from feedback.spreads import NOT_BOTH, NOT_BY_DATES, TOO_FEW
from feedback.tests.factories import SessionFactory
from feedback.tests.spreading import tell, were_asked
from stepforward.rollout.scope import scope_from
from stepforward.rollout.tests.factories import PhaseFactory, trust
from stepforward.testing import signed_in_as

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def phase(db):
    return PhaseFactory()


def read(panel, query=""):
    return panel().read(scope_from(QueryDict(query), now=NOW))


def test_the_change_is_paired_and_added_up_over_sessions():
    # given ten people of two trusts: six moved from 2 to 4, four from 3 to 4
    tell("respond_safely", {(2, 4): 4, (3, 4): 1})
    tell("respond_safely", {(2, 4): 2, (3, 4): 3}, host="RMC")
    were_asked(20, 5)
    were_asked(20, 5, host="RMC")
    found = read(panels.Changed)
    # then as worked out by hand in the tests of the analysis
    assert found.table.rows == [("I could respond safely in the moment", 10, 2.4, 4.0, 1.6, 1.2, 2.0)]
    assert found.headline.figure == "+1.6"
    assert found.headline.sentence == (
        "“I could respond safely in the moment”: 2.4 to 4.0 (1.2 to 2.0), 25% answered."
    )
    assert "10 of 40 asked have answered (25%)." in found.table.note


def test_where_nothing_is_told_yet_it_says_so():
    tell("respond_safely", {}, waiting=[0] * 16 + [9])
    assert read(panels.Changed).words == TOO_FEW
    assert read(panels.Recommended).words == TOO_FEW


def test_recommending_has_a_share_with_its_interval():
    tell("recommend", {(None, 5): 100, (None, 4): 22, (None, 3): 113, (None, 0): 7})
    found = read(panels.Recommended)
    # 122 of 235: Wilson's interval as published elsewhere is 45.5 to 58.2
    assert found.words == "52% gave 4 or 5 of 5 (95% interval 46 to 58%)."
    assert [row[1] for row in found.table.rows] == [100, 22, 113, 0, 0]


@pytest.mark.parametrize(
    ("query", "why"), [("from=2025-12-01", NOT_BY_DATES), ("system=QE1&staff_group=03", NOT_BOTH)]
)
def test_scopes_that_could_single_people_out_are_refused_in_words(query, why):
    tell("respond_safely", {(2, 4): 50})
    assert read(panels.Changed, query).words == why
    assert read(panels.Recommended, query).words == why


def test_places_are_shown_as_far_as_their_own_steps_were_told():
    # given answers of a trust, of its system alone, and of nowhere in particular
    tell("respond_safely", {(2, 4): 40})
    told_of_system = tell("respond_safely", {(2, 4): 16}, host="RXN")
    told_of_system.organisation = None
    told_of_system.save()
    tell("respond_safely", {(2, 4): 11}, host="")
    # then the narrower holds no more than what was told there
    assert read(panels.Changed).table.n == 67
    assert read(panels.Changed, "system=QE1").table.n == 56
    assert read(panels.Changed, "organisation=RXL").table.n == 40
    assert read(panels.Changed, "system=QOP").table is None


def test_a_staff_groups_answers_stand_apart():
    tell("respond_safely", {(2, 4): 40})
    tell("respond_safely", {(1, 5): 12}, group="03")
    assert read(panels.Changed).table.n == 40  # nobody is counted twice
    assert read(panels.Changed, "staff_group=03").table.n == 12
    assert read(panels.Changed, "staff_group=01").words == TOO_FEW


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_the_dashboard_asks_the_same_twelve_questions_at_any_size(dean, sessions):
    tell("respond_safely", {(2, 4): 6 * sessions, (3, 4): 6 * sessions})
    for number in range(sessions):
        host = trust(("RXL", "RMC", "RJR")[number % 3])
        made = SessionFactory(now=NOW - timedelta(weeks=number + 4), attended=20, organisation=host)
        registers.count(made)
    assert Session.objects.count() == sessions
    client = signed_in_as(dean)
    for page in ("rollout:dashboard", "rollout:report"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(page))
        assert answer.status_code == 200
        assert len(asked) == 12
