"""Two coordinators offer one person two overlapping sessions at the same moment, over two real
connections."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from courses.tests.factories import VenueFactory
from facilitators import staffing
from facilitators.models import Assignment
from facilitators.refusals import InTwoPlaces
from facilitators.tests.factories import TUESDAY, SessionFactory, accredited

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def without_the_constraint():
    (exclusion,) = [c for c in Assignment._meta.constraints if c.name == "nobody_is_in_two_places"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Assignment, exclusion)
    yield
    Assignment.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Assignment, exclusion)


def race(now):
    """Both offers at once; returns what each coordinator was told, None for done."""
    facilitator = accredited()
    sessions = [SessionFactory(starts_at=TUESDAY + timedelta(minutes=30 * n)) for n in range(2)]
    ready, told = Barrier(2), []

    def coordinator(session):
        try:
            ready.wait(5)
            staffing.offer(session=session, facilitator=facilitator, part="lead", by=None, now=now)
            told.append(None)
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    both = [Thread(target=coordinator, args=[session]) for session in sessions]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    return told, facilitator.assignments.live().count()


def test_exactly_one_of_two_offers_at_once_goes_through_and_the_other_is_told_why(now):
    VenueFactory(), SessionFactory()  # what both need is there before they begin
    for _ in range(ROUNDS):
        told, live = race(now)
        assert live == 1
        (refused,) = filter(None, told)
        assert isinstance(refused, InTwoPlaces)
        assert "has been asked to lead a session at" in refused.why


def test_control_without_the_constraint_both_offers_go_through(now, without_the_constraint):
    told, live = race(now)
    assert told == [None, None]
    assert live == 2
