"""What an address means, whatever somebody types into it."""

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stepforward.people.models import Organisation
from stepforward.rollout import facts, totals
from stepforward.rollout.models import Fact
from stepforward.rollout.scope import scope_from
from stepforward.rollout.tests.factories import FactFactory, PhaseFactory, trust

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def phases():
    pilot = PhaseFactory(
        name="Pilot", during=DateRange(date(2024, 9, 1), date(2025, 4, 1)), target_people=150
    )
    return pilot, PhaseFactory()


def scope(query="", now=NOW):
    return scope_from(QueryDict(query), now=now)


def test_nothing_said_is_the_phase_of_today(phases):
    found = scope()
    assert found.phase == phases[1]
    assert found.words == "Phase two, 1 April to 31 March"
    assert found.notes == ()


def test_after_the_last_phase_it_is_still_the_last_one(phases):
    found = scope(now=datetime(2027, 1, 1, tzinfo=UTC))
    assert found.phase == phases[1]
    assert found.words == "Phase two, 1 April 2025 to 31 March 2026"


def test_without_any_phase_it_is_everything():
    found = scope()
    assert (found.phase, found.start, found.end, found.words) == (None, None, None, "Since the start")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("phase=pilot", "Pilot, 1 September 2024 to 31 March 2025"),
        ("phase=all", "Since the start"),
        ("phase=all&system=QOP", "Since the start, Greater Manchester"),
        ("organisation=RXR", "Phase two, 1 April to 31 March, East Lancashire Hospitals NHS Trust"),
        ("course=active-bystander", "Phase two, 1 April to 31 March, Active Bystander"),
        ("staff_group=03", "Phase two, 1 April to 31 March, nursing and midwifery"),
        ("from=2025-10-01&to=2026-01-31", "1 October to 31 January"),
        ("phase=dates&from=2025-10-01", "From 1 October 2025"),
        ("to=2025-10-01", "Until 1 October 2025"),
    ],
)
def test_a_scope_says_what_it_is_and_leads_back_to_itself(phases, monkeypatch, query, words):
    monkeypatch.setattr(
        "stepforward.rollout.registry.courses", lambda: {"active-bystander": "Active Bystander"}
    )
    found = scope(query)
    assert found.words == words
    assert found.notes == ()
    assert scope(found.query) == found


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("phase=nonsense", "We do not know the phase “nonsense”; this is Phase two."),
        ("system=QXX", "We do not know the system “QXX”, so it was left out."),
        ("course=juggling", "We do not know the course “juggling”, so it was left out."),
        ("staff_group=99", "We do not know the staff group “99”, so it was left out."),
        ("organisation=%00", "We do not know the organisation “\0”, so it was left out."),
        ("from=31/12/2025", "“31/12/2025” is not a date that we can read, like 2026-04-01."),
        ("from=2026-02-30", "“2026-02-30” is not a date that we can read, like 2026-04-01."),
        ("from=2026-02-02&to=2026-01-01", "The last day is before the first, so the dates were left out."),
        ("phase=pilot&from=2026-01-01", "Choose “Dates of my own” as the phase for your dates to count."),
    ],
)
def test_what_cannot_be_understood_becomes_a_sentence(phases, query, note):
    assert scope(query).notes == (note,)


def test_an_overlong_value_is_not_repeated_in_full(phases):
    assert len(scope(f"phase={'x' * 5000}").notes[0]) < 120


class AnythingTyped(TestCase):
    @given(
        st.dictionaries(
            st.sampled_from(["phase", "system", "organisation", "course", "staff_group", "from", "to"]),
            st.text(max_size=20) | st.dates().map(str),
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_never_ends_in_an_error(self, said):
        query = QueryDict(mutable=True)
        query.update(said)
        found = scope_from(query, now=NOW)
        assert found.words
        totals.daily(found)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),  # still winter time
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),  # the clocks went forward that night
        (datetime(2025, 10, 25, 23, 30, tzinfo=UTC), date(2025, 10, 26)),  # the last night of summer time
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), date(2025, 10, 26)),
    ],
)
def test_today_is_londons_across_both_clock_changes(now, day):
    assert scope(now=now).today == day


def test_a_phase_begins_at_londons_midnight_in_summer_time(phases):
    # 23:30 UTC on 31 March 2025 is half past midnight on 1 April in London
    assert scope(now=datetime(2025, 3, 31, 23, 30, tzinfo=UTC)).phase.name == "Phase two"
    assert scope(now=datetime(2025, 3, 31, 22, 30, tzinfo=UTC)).phase.name == "Pilot"


def test_the_last_day_belongs_to_a_period_and_the_day_after_does_not():
    for day in (date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 26), date(2025, 10, 27)):
        FactFactory(day=day, n=1)
    found = totals.daily(scope("from=2025-10-01&to=2025-10-26"))
    assert found == {date(2025, 10, 1): 1, date(2025, 10, 26): 1}


def test_people_of_a_trust_that_was_merged_count_for_what_it_became():
    # given somebody of Southport and Ormskirk, which Mersey and West Lancashire took in
    FactFactory(organisation=trust("RVY"), n=4)
    FactFactory(organisation=trust("RBN"), n=3)
    whole = totals.by_organisation(scope())
    assert whole[trust("RBN").pk].people == 7
    assert totals.by_organisation(scope("organisation=RBN"))[trust("RBN").pk].people == 7
    assert scope("organisation=RVY").organisation == trust("RBN")


def test_a_system_holds_its_trusts_alone():
    FactFactory(organisation=trust("RXL"), n=4)
    FactFactory(organisation=trust("RMC"), n=5)
    FactFactory(organisation=trust("RX7"), n=6)
    FactFactory(organisation=None, n=7)
    assert sum(totals.daily(scope("system=QOP")).values()) == 5
    assert sum(totals.daily(scope("system=north-west")).values()) == 6
    assert sum(totals.daily(scope()).values()) == 22


def test_there_are_31_trusts_to_reach():
    assert len(scope().organisations) == 31
    assert Organisation.objects.count() == 32  # with one that was merged


def test_counting_again_replaces_what_was_counted_before():
    session = PhaseFactory()  # any saved row
    from_before = {"measure": "people_trained", "day": date(2025, 9, 1), "course": "x", "n": 9}
    facts.replace(session, [from_before])
    facts.replace(session, [from_before | {"n": 8}])
    assert Fact.objects.get().n == 8
