"""Heads counted where names were not taken: beside the names, never twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from courses import registers
from courses.correcting import put_right
from courses.headcounts import count_heads
from courses.models import Headcount
from courses.refusals import NotMarked, NotYet
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.models import Organisation
from stepforward.rollout.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    host = Organisation.objects.exclude(system_code="").first()
    return SessionFactory(starts_at=NOW - timedelta(hours=1), organisation=host)


def trained():
    return dict(Fact.objects.filter(measure="people_trained").values_list("staff_group", "n"))


def closed(session, **how):
    return registers.close(session=session, by=None, now=NOW, **how)


def test_a_count_takes_the_place_of_the_one_before(session, coordinator):
    count_heads(session=session, heads={"03": 12, "01": 4, "": 0}, by=coordinator, now=NOW)
    assert count_heads(session=session, heads={"03": 10, "": 2}, by=coordinator, now=NOW) == 12
    assert dict(session.headcounts.values_list("staff_group", "n")) == {"03": 10, "": 2}


def test_before_the_doors_open_there_is_nobody_to_count():
    session = SessionFactory(starts_at=NOW + timedelta(hours=1))
    with pytest.raises(NotYet):
        count_heads(session=session, heads={"": 1}, by=None, now=NOW)


@pytest.mark.parametrize("n", [0, 1001])
def test_the_database_itself_refuses_a_count_that_cannot_be(session, n):
    with pytest.raises(IntegrityError), transaction.atomic():
        Headcount.objects.create(session=session, staff_group="03", n=n)


def test_a_staff_group_is_counted_once(session):
    Headcount.objects.create(session=session, n=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Headcount.objects.create(session=session, n=2)


def test_at_close_heads_are_added_to_names_at_the_host(session):
    # given two named nurses of the host, and three more nurses and two others who were counted
    BookingFactory.create_batch(2, session=session, organisation=session.organisation, attendance="attended")
    count_heads(session=session, heads={"03": 3, "": 2}, by=None, now=NOW)
    closed(session)
    assert trained() == {"03": 5, "": 2}
    assert set(Fact.objects.values_list("organisation", flat=True)) == {session.organisation_id}


def test_a_session_is_closed_with_a_headcount_alone(session):
    count_heads(session=session, heads={"": 17}, by=None, now=NOW)
    assert closed(session).state == "delivered"
    assert trained() == {"": 17}


def test_where_nobody_was_marked_the_count_stands_for_those_booked_too(session):
    BookingFactory.create_batch(3, session=session)
    with pytest.raises(NotMarked, match="how many"):
        closed(session, names_taken=False)
    count_heads(session=session, heads={"03": 2, "": 1}, by=None, now=NOW)
    with pytest.raises(NotMarked, match="3 people are"):
        closed(session)
    closed(session, names_taken=False)
    assert trained() == {"03": 2, "": 1}
    assert not session.certificates.exists()


def test_put_right_after_closing_the_facts_follow(session, coordinator):
    count_heads(session=session, heads={"03": 3}, by=None, now=NOW)
    closed(session)
    count_heads(session=session, heads={"03": 4, "01": 1}, by=coordinator, now=NOW)
    assert trained() == {"03": 4, "01": 1}
    said = AuditEvent.objects.get(verb="headcount put right")
    assert (said.by, said.details) == (coordinator, {"before": 3, "after": 5})


class NamedLater(TestCase):
    @settings(deadline=None, max_examples=30)
    @given(
        heads=some.dictionaries(some.sampled_from(["", "01", "03"]), some.integers(1, 3)),
        named=some.lists(some.tuples(some.sampled_from(["", "01", "03", "08"]), some.booleans()), max_size=6),
    )
    def test_whoever_gets_a_name_after_closing_leaves_the_headcount(self, heads, named):
        """So the number of people trained is that which was counted, for as long as it had heads to give."""
        session = SessionFactory(starts_at=NOW - timedelta(hours=1))
        people = [BookingFactory(session=session, staff_group=group) for group, _ in named]
        heads = heads or {"": 1}
        count_heads(session=session, heads=heads, by=None, now=NOW)
        closed(session, names_taken=False)
        for booking, (_, came) in zip(people, named, strict=True):
            put_right(booking=booking, name=booking.name, attended=came, by=None, now=NOW)
            left, names = registers.heads(session), session.bookings.trained().count()
            assert sum(trained().values()) == left + names
            assert left + names >= sum(heads.values())
            taken = sum(heads.values()) - left
            assert taken <= names
