"""What people said of all the sessions of one facilitator: from ten answers in three reports that show
them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilitators.tests.factories import FacilitatorFactory, assigned
from feedback import pooled, rounds
from feedback.models import Round, Tally
from feedback.tests.factories import SessionFactory
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
SIX = {(2, 4): 3, (1, 5): 2, (3, 4): 1}


@pytest.fixture
def person(db):
    return FacilitatorFactory()


def delivered(person, now, cells, *, part="lead", closed=True):
    """A session, each two days before the one made last."""
    ago = timedelta(days=2 * person.assignments.count())
    session = SessionFactory(now=now - ago, attended=12)
    assigned(person, session, part=part)
    found = rounds.open_round(session=session, now=now, send=False)
    n = sum(cells.values())
    Tally.objects.bulk_create(
        Tally(round=found, question="respond_safely", before=before, value=value, n=many)
        for (before, value), many in cells.items()
    )
    if closed:
        Round.objects.filter(pk=found.pk).update(closed=True, invited=12, answered=n, counted=n)
    return found


def people(person):
    return [item.n for item in pooled.of_facilitator(person).items]


def test_two_sessions_are_too_few_and_three_are_told(person, now):
    delivered(person, now, SIX)
    delivered(person, now, SIX)
    assert people(person) == []
    delivered(person, now, SIX)
    assert people(person) == [18]
    said = pooled.of_facilitator(person)
    assert (said.sessions, said.asked, said.answered) == (3, 36, 18)
    # 3 × (2·3 + 1·2 + 3·1) / 18 and 3 × (4·4 + 5·2) / 18
    assert (round(said.best.mean_before, 3), round(said.best.mean_now, 3)) == (1.833, 4.333)


def test_what_a_report_hides_is_not_in_it_so_nothing_can_be_taken_away(person, now):
    for _ in range(3):
        delivered(person, now, SIX)
    delivered(person, now, {(2, 4): 3})
    delivered(person, now, {(2, 4): 9})  # all alike
    assert people(person) == [18]


def test_open_collections_and_sessions_that_one_only_watched_do_not_count(person, now):
    delivered(person, now, SIX)
    delivered(person, now, SIX)
    delivered(person, now, SIX, closed=False)
    delivered(person, now, SIX, part="shadow")
    assert people(person) == []


def test_who_reads_whose(person, now, coordinator, dean, stranger):
    for _ in range(3):
        delivered(person, now, SIX)
    mine = signed_in_as(person.user).get("/growing/feedback/")
    assert b"n = 18" in mine.content
    other = FacilitatorFactory()
    assert b"Too few to show yet" in signed_in_as(other.user).get("/growing/feedback/").content
    address = f"/facilitators/{person.pk}/feedback/"
    statuses = [
        signed_in_as(user).get(address).status_code for user in (coordinator, other.user, dean, stranger)
    ]
    assert statuses == [200, 403, 403, 404]
    file = signed_in_as(person.user).get("/growing/feedback/?format=csv")
    assert b"I could respond safely in the moment,Now,5,6" in file.getvalue()


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_it_costs_two_queries_however_many_sessions(person, now, sessions):
    for _ in range(sessions):
        delivered(person, now, SIX)
    with CaptureQueriesContext(connection) as queries:
        pooled.of_facilitator(person)
    assert len(queries) == 2
