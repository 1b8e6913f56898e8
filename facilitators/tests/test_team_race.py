"""Twelve coordinators offer whole teams out of forty facilitators to sessions that overlap, over real
connections: nobody is in two places, no deadlock reaches anybody. The control takes the constraint away."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import combinations
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from courses.tests.factories import CourseFactory, VenueFactory
from facilitators import refusals, staffing
from facilitators.models import Assignment, Facilitator
from facilitators.staffing import locks, offering
from facilitators.tests.factories import TUESDAY, SessionFactory, accredited
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db(transaction=True)
FACILITATORS, COORDINATORS, EACH = 40, 12, 4


@pytest.fixture
def without_the_constraint():
    (exclusion,) = [c for c in Assignment._meta.constraints if c.name == "nobody_is_in_two_places"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Assignment, exclusion)
    yield
    Assignment.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Assignment, exclusion)


@pytest.fixture
def people():
    course = CourseFactory()
    return [accredited(course=course) for _ in range(FACILITATORS)]


def sessions(count):
    """All of them overlap, each at its own time."""
    course, venue = CourseFactory(), VenueFactory()
    return [
        SessionFactory(course=course, venue=venue, starts_at=TUESDAY + timedelta(minutes=2 * n))
        for n in range(count)
    ]


def at_once(deeds):
    """Do all of these at the same moment, each on a connection of its own; what each raised, or None."""
    ready = Barrier(len(deeds))

    def one(deed):
        try:
            ready.wait(30)
            deed()
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as everybody:
        return list(everybody.map(one, deeds))


def race(people, now):
    """Every coordinator offers teams of three to their own sessions; what each was told, team by team."""
    theirs, told = sessions(COORDINATORS * EACH), []

    def coordinator(n):
        chance = random.Random(n)
        for session in theirs[n::COORDINATORS]:
            lead, *others = chance.sample(people, 3)
            team = [(lead, "lead"), *((one, "co_facilitator") for one in others)]
            try:
                staffing.offer_team(session=session, members=team, by=None, now=now)
                told.append(None)
            except refusals.InTwoPlaces as refused:
                told.append(refused)

    raised = at_once([partial(coordinator, n) for n in range(COORDINATORS)])
    return told, [error for error in raised if error]


def double_booked():
    blocked = {}
    for pk, during in Assignment.objects.live().values_list("facilitator", "blocked"):
        blocked.setdefault(pk, []).append(during)
    return [
        pk
        for pk, times in blocked.items()
        if any(one.lower < other.upper and other.lower < one.upper for one, other in combinations(times, 2))
    ]


def test_nobody_is_double_booked_and_no_deadlock_reaches_anybody(people, now):
    told, raised = race(people, now)
    assert raised == []
    assert double_booked() == []
    done = told.count(None)
    assert 0 < done <= FACILITATORS // 3 and len(told) == COORDINATORS * EACH
    # whole teams or nothing, and everybody who is asked is written to once
    assert set(Counter(Assignment.objects.values_list("session", flat=True)).values()) == {3}
    assert Assignment.objects.count() == OutgoingEmail.objects.count() == 3 * done


def test_control_without_the_constraint_people_are_in_two_places(people, now, without_the_constraint):
    told, raised = race(people, now)
    assert raised == [] and told == [None] * (COORDINATORS * EACH)
    assert double_booked() != []


def test_two_who_wait_for_each_other_are_tried_again(now, people, monkeypatch):
    # given that rows are locked in the order in which the team was named, which deadlocks
    ended = []

    def in_that_order(ids):
        found = {}
        try:
            for pk in dict.fromkeys(ids):
                found[pk] = Facilitator.objects.select_for_update().get(pk=pk)
                time.sleep(0.2)
        except OperationalError as error:
            ended.append(error.__cause__.pgcode)
            raise
        return found

    monkeypatch.setattr(offering, "lock_people", in_that_order)
    one, other = people[:2]
    early, late = SessionFactory(), SessionFactory(starts_at=TUESDAY + timedelta(days=2))
    teams = [
        (early, [(one, "lead"), (other, "co_facilitator")]),
        (late, [(other, "lead"), (one, "co_facilitator")]),
    ]
    # when both are offered at once
    raised = at_once(
        [
            partial(staffing.offer_team, session=session, members=team, by=None, now=now)
            for session, team in teams
        ]
    )
    # then one of the two was ended, tried again, and nobody noticed
    assert raised == [None, None]
    assert set(ended) == {locks.DEADLOCK}
    assert Assignment.objects.live().count() == OutgoingEmail.objects.count() == 4


def test_after_a_few_tries_a_person_reads_a_sentence():
    @locks.all_or_nothing
    def always_waits():
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(refusals.TooBusy, match="try again"):
        always_waits()


def test_another_fault_of_the_database_is_no_deadlock():
    tries = []

    @locks.all_or_nothing
    def fails():
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$")

    with pytest.raises(OperationalError):
        fails()
    assert len(tries) == 1
