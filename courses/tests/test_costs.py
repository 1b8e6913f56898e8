"""What sessions cost: kept by coordinators, told by facilitators, compared with what others would ask."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses import comparing, costs, quotes
from courses.models import Cost, Headcount, Quote
from courses.refusals import NotOwed, PaidBack
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.testing import person

pytestmark = pytest.mark.django_db


def paid(session=None, *, by, pence=1250, **said):
    said = {"kind": "travel", "paid_by": "facilitator", "payer": by} | said
    return costs.add(session=session or SessionFactory(), pence=pence, by=by, now=NOW, **said)


@pytest.fixture
def facilitator(db):
    return person("facilitator")


def test_every_deed_is_in_the_audit_without_names(coordinator, facilitator):
    cost = paid(by=facilitator, words="Train from Leeds")
    costs.change(cost=cost, by=coordinator, pence=1300)
    costs.pay_back(cost=cost, by=coordinator, now=NOW)
    costs.remove(cost=cost, by=coordinator)
    events = AuditEvent.objects.filter(about="courses.Cost").order_by("pk")
    assert [one.verb for one in events] == ["cost added", "cost changed", "cost paid back", "cost removed"]
    assert not any("Leeds" in str(one.details) or facilitator.name in str(one.details) for one in events)


def test_nothing_is_paid_back_twice_or_to_nobody(coordinator, facilitator):
    cost = paid(by=facilitator)
    costs.pay_back(cost=cost, by=coordinator, now=NOW)
    cost.refresh_from_db()
    assert cost.paid_back_on == date(2026, 1, 6)
    with pytest.raises(NotOwed):
        costs.pay_back(cost=cost, by=coordinator, now=NOW)
    with pytest.raises(NotOwed):
        costs.pay_back(cost=paid(by=coordinator, paid_by="host", payer=None), by=coordinator, now=NOW)


def test_who_has_the_money_back_may_not_change_what_it_was(coordinator, facilitator):
    cost = paid(by=facilitator)
    costs.change(cost=cost, by=facilitator, pence=1300)
    costs.pay_back(cost=cost, by=coordinator, now=NOW)
    for verb in (costs.change, costs.remove):
        with pytest.raises(PaidBack):
            verb(cost=cost, by=facilitator)
    costs.change(cost=cost, by=coordinator, pence=1400)
    assert Cost.objects.get().pence == 1400


@pytest.mark.parametrize(
    "said",
    [
        {"pence": 0},
        {"pence": 100_000_001},
        {"kind": "other", "words": ""},
        {"paid_by": "host", "paid_back_on": date(2026, 1, 1), "payer": None},
        {"paid_by": ""},
        {"funded": "no", "funded_by": "NHS England"},
    ],
    ids=["nothing", "too much", "no words", "host paid back", "payer alone", "not funded by somebody"],
)
def test_the_database_itself_refuses_what_makes_no_sense(said, facilitator):
    with pytest.raises(IntegrityError), transaction.atomic():
        paid(by=facilitator, **said)


# --- Comparing ---

PEOPLE, MONEY = st.integers(1, 500), st.integers(0, 10_000_000)


@given(MONEY, PEOPLE)
def test_an_amount_per_person_is_the_nearest_penny(pence, people):
    each = comparing.per_person(pence, people)
    assert abs(each * people * 2 - pence * 2) <= people  # never more than half a penny away
    assert comparing.per_person(pence * people, people) == pence  # and exact where it divides


def test_half_a_penny_goes_up():
    assert [comparing.per_person(pence, 2) for pence in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert comparing.per_person(100, 0) is None


@given(MONEY, st.integers(0, 500), MONEY, st.sampled_from(Quote.Basis.values))
def test_any_comparison_can_be_said(spent, people, pence, basis):
    one = comparing.Comparison(
        Quote(basis=basis, pence=pence, offered_on=date(2026, 1, 1)), spent, people, date(2026, 1, 20)
    )
    assert one.words.endswith(".")
    if one.asked is not None and spent:
        word = "less" if one.asked > spent else "more" if one.asked < spent else "the same"
        assert f"{word}." in one.words


@pytest.fixture
def session(coordinator):
    session = SessionFactory()
    BookingFactory.create_batch(2, session=session, attendance="attended")
    BookingFactory(session=session, attendance="absent")
    return session


def quote(session, by, basis="head", pence=5000, **said):
    said = {"offered_by": "Speak Up Ltd", "offered_on": date(2025, 12, 1)} | said
    return quotes.add(course=session.course, basis=basis, pence=pence, by=by, now=NOW, **said)


def words_of(session, spent):
    return comparing.compare(session, spent=spent, people=comparing.attended(session))[0].words


def test_a_session_is_compared_by_who_was_there_with_or_without_a_name(session, coordinator):
    Headcount.objects.create(session=session, n=4)
    quote(session, coordinator)
    assert comparing.attended(session) == 6
    assert words_of(session, 10_000) == (
        "It would have come to £300, £50 for each of 6 people. The session cost £200 less."
    )


def test_a_price_for_a_session_needs_nobody_there(coordinator):
    session = SessionFactory()
    quote(session, coordinator, basis="course", pence=50_000)
    assert words_of(session, 60_000) == "It would have come to £500. The session cost £100 more."


def test_without_attendance_a_quote_or_a_cost_nothing_is_made_up(session, coordinator):
    empty = SessionFactory(course=session.course)
    assert comparing.compare(session, spent=100, people=2) == []
    quote(session, coordinator, pence=0)
    assert "cannot be compared" in words_of(empty, 100)
    assert words_of(session, 0) == "It would have come to £0. No cost is recorded to compare that with."
    assert words_of(session, 100).endswith("The session cost £1 more.")
    assert comparing.in_words(0, 2) == "No costs are recorded yet."
    assert comparing.in_words(100, 0) == "This session cost £1 in all. Nobody is recorded as attending."
    assert comparing.in_words(100, 3) == (
        "This session cost £1 in all, £0.33 for each of 3 people who attended."
    )


def test_a_quote_that_did_not_hold_says_so(session, coordinator):
    quote(session, coordinator, valid_until=date(2025, 12, 31))
    quote(session, coordinator, offered_on=date(2026, 2, 1))
    notes = [one.note for one in comparing.compare(session, spent=1, people=1)]
    assert notes == [
        "Offered after the session, on 1 February 2026.",
        "It held until 31 December 2025, before the session.",
    ]


@pytest.mark.parametrize("said", [{"valid_until": date(2025, 1, 1)}, {"offered_by": ""}])
def test_the_database_refuses_a_quote_that_makes_no_sense(said, session, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        quote(session, coordinator, **said)


def test_what_is_owed_is_what_facilitators_have_not_got_back(coordinator, facilitator):
    paid(by=facilitator)
    paid(by=facilitator, paid_back_on=date(2026, 1, 2))
    paid(by=coordinator, paid_by="programme", payer=None)
    assert [one.pence for one in Cost.objects.owed()] == [1250]


def test_who_was_in_the_room_of_several_sessions_takes_two_queries(django_assert_num_queries):
    named, counted, empty = SessionFactory.create_batch(3)
    BookingFactory.create_batch(2, session=named, attendance="attended")
    BookingFactory(session=named, attendance="absent")
    for session, n in ((named, 3), (counted, 8)):
        Headcount.objects.create(session=session, staff_group="", n=n)
    with django_assert_num_queries(2):
        people = comparing.attended_in([named.pk, counted.pk, empty.pk])
    assert [people[one.pk] for one in (named, counted, empty)] == [5, 8, 0]
