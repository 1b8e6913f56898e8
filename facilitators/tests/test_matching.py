from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given
from hypothesis import strategies as st

from courses.tests.factories import VenueFactory
from facilitators.busy_calendars import be_free_all_the_same
from facilitators.matching import candidates, covers
from facilitators.models import Window
from facilitators.tests.factories import (
    TUESDAY,
    FacilitatorFactory,
    SessionFactory,
    accredited,
    assigned,
    busy_at,
    says,
)
from facilitators.windows import derive

DAY = TUESDAY.date()


@pytest.fixture
def session(db):
    """Tuesday 13 January, 1:30pm to 3:30pm."""
    return SessionFactory()


def why(session, now):
    return {one.facilitator: one.why for one in candidates(session, now)}


def test_who_said_yes_for_all_of_it_is_free(session, now):
    facilitator = accredited()
    says(facilitator, DAY, afternoon="yes")
    (one,) = candidates(session, now)
    assert (one.facilitator, one.level, one.why) == (facilitator, "yes", "")


@pytest.mark.parametrize(
    ("morning", "afternoon", "level"),
    [("yes", "yes", "yes"), ("yes", "if_needed", "if_needed"), ("if_needed", "if_needed", "if_needed")],
)
def test_a_session_across_two_parts_needs_both_and_is_as_free_as_the_lesser(
    now, db, morning, afternoon, level
):
    session = SessionFactory(starts_at=TUESDAY.replace(hour=12))
    says(accredited(), DAY, morning=morning, afternoon=afternoon)
    (one,) = candidates(session, now)
    assert (one.level, one.why) == (level, "")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Has not said when they are free that day"),
        ({"morning": "yes"}, "Has not said whether they are free that afternoon"),
        ({"afternoon": "no"}, "Said no"),
    ],
)
def test_nothing_said_is_not_free_and_the_page_says_so(session, now, said, words):
    facilitator = accredited()
    says(facilitator, DAY, **said)
    assert why(session, now) == {facilitator: words}


def test_who_is_busy_in_their_calendar_is_said_to_be_and_with_what_is_not(session, now):
    busy, partly, elsewhen, unsaid, refused = (accredited() for _ in range(5))
    for one in (busy, partly, elsewhen):
        says(one, DAY, afternoon="yes")
    says(refused, DAY, afternoon="no")
    for one, starts_at in [
        (busy, TUESDAY - timedelta(hours=2)),
        (partly, TUESDAY + timedelta(minutes=90)),
        (elsewhen, TUESDAY + timedelta(hours=2)),  # as the session ends
        (unsaid, TUESDAY),
        (refused, TUESDAY),
    ]:
        busy_at(one, starts_at, hours=5, name="Fracture clinic")
    assert why(session, now) == {
        busy: "Busy in their calendar",
        partly: "Busy in their calendar",
        elsewhen: "",
        unsaid: "Busy in their calendar",
        refused: "Said no",
    }
    assert all(one.may_be_asked for one in candidates(session, now))


def test_who_says_free_all_the_same_is_free_as_they_said(session, now):
    said, unsaid = accredited(), accredited()
    says(said, DAY, afternoon="if_needed")
    for one in (said, unsaid):
        busy_at(one, TUESDAY, hours=2)
        be_free_all_the_same(facilitator=one, day=DAY, by=one.user)
    assert why(session, now) == {said: "", unsaid: "Has not said when they are free that day"}


def test_a_session_that_begins_before_any_part_of_the_day_is_only_partly_covered(now, db):
    session = SessionFactory(starts_at=TUESDAY.replace(hour=8))
    facilitator = accredited()
    says(facilitator, DAY, morning="yes")
    assert why(session, now) == {facilitator: "Free for only part of that time"}


def test_who_is_in_a_session_without_a_place_yet_is_elsewhere_all_the_same(session, now):
    leads = accredited()
    assigned(leads, SessionFactory(venue=None, state="planned", starts_at=TUESDAY))
    assert why(session, now) == {leads: "Leads a session that day until 3:30pm"}


def test_who_is_elsewhere_is_named_with_place_and_hour(session, now):
    elsewhere = SessionFactory(
        venue=VenueFactory(name="Stockport"), starts_at=TUESDAY + timedelta(minutes=30)
    )
    leads, asked = accredited(), accredited()
    assigned(leads, elsewhere)
    assigned(asked, elsewhere, part="co_facilitator", state="offered")
    near = accredited()
    before = SessionFactory(venue=VenueFactory(name="Wigan"), starts_at=TUESDAY.replace(hour=10))
    assigned(near, before)
    assert why(session, now) == {
        leads: "Leads a session at Stockport that day until 4pm",
        asked: "Has been asked to co-facilitate a session at Stockport that day until 4pm",
        near: "Leads a session at Wigan that day until 12:30pm, too late to travel from there",
    }


def test_each_stage_allows_its_parts_and_anybody_may_observe(session, now):
    for stage in ("trained", "shadowing", "co_facilitator", "lead", "trainer"):
        says(accredited(stage), DAY, afternoon="yes")
    found = {one.stage: [part.value for part in one.parts] for one in candidates(session, now)}
    assert found == {
        "Trained": ["shadow", "observer"],
        "Shadowing": ["shadow", "observer"],
        "Co-facilitator": ["co_facilitator", "observer"],
        "Lead": ["lead", "co_facilitator", "observer"],
        "Trainer": ["lead", "co_facilitator", "observer"],
    }


def test_who_is_not_accredited_declined_or_at_their_limit_is_not_available(session, now):
    stranger = FacilitatorFactory()
    declined, full, not_now = accredited(), accredited(sessions_a_month=1), accredited(sessions_a_month=0)
    for one in (stranger, declined, full, not_now):
        says(one, DAY, afternoon="yes")
    assigned(declined, session, state="declined")
    assigned(full, SessionFactory(starts_at=TUESDAY + timedelta(days=7)))
    assert why(session, now) == {
        stranger: "Not accredited for this course",
        declined: "Declined this session",
        full: "Already 1 session that month (their limit)",
        not_now: "Asked for no sessions at present",
    }


def test_the_month_of_a_limit_is_londons(now, db):
    """Half past eleven in the evening of 31 May in UTC is June in London."""
    session = SessionFactory(starts_at=datetime(2026, 6, 9, 13, tzinfo=UTC))
    late = SessionFactory(starts_at=datetime(2026, 5, 31, 23, 30, tzinfo=UTC))
    facilitator = accredited(sessions_a_month=1)
    says(facilitator, date(2026, 6, 9), afternoon="yes")
    assigned(facilitator, late)
    assert why(session, now) == {facilitator: "Already 1 session that month (their limit)"}


def test_who_is_in_the_team_or_has_left_is_not_listed(session, now):
    assigned(accredited(), session)
    accredited(left_on=date(2026, 1, 1))
    assert candidates(session, now) == []


def test_yes_comes_before_if_needed_and_then_who_had_the_fewest_sessions_lately(session, now):
    busy, rested, if_needed = accredited(), accredited(), accredited()
    assigned(busy, SessionFactory(starts_at=TUESDAY - timedelta(days=40)))
    for one, level in [(busy, "yes"), (rested, "yes"), (if_needed, "if_needed")]:
        says(one, DAY, afternoon=level)
    assert [one.facilitator for one in candidates(session, now)] == [rested, busy, if_needed]


@pytest.mark.parametrize("people", [1, 3, 25])
def test_matching_takes_eight_queries_however_many_there_are(session, now, people, django_assert_num_queries):
    for n in range(people):
        one = accredited()
        says(one, DAY, afternoon="yes")
        assigned(one, SessionFactory(starts_at=TUESDAY + timedelta(days=7 if n % 2 else 0)))
    with django_assert_num_queries(8):
        found = candidates(session, now)
        assert [one.why for one in found]
    assert len(found) == people


hours = st.integers(8, 21)
said = st.dictionaries(
    st.tuples(st.just(DAY), st.sampled_from(["morning", "afternoon", "evening"])),
    st.sampled_from(["yes", "if_needed", "no"]),
)


@given(said, hours, st.integers(1, 8))
def test_windows_cover_a_session_just_when_every_hour_of_it_is_free(said, starts, length):
    start = TUESDAY.replace(hour=starts, minute=0)
    end = start + timedelta(hours=length)
    free = derive(said, [])
    windows = [Window(during=DateTimeTZRange(begin, finish), level=level) for begin, finish, level in free]
    by_hour = [
        next((lvl for begin, finish, lvl in free if begin <= start + timedelta(hours=n) < finish), "")
        for n in range(length)
    ]
    expected = "" if "" in by_hour else "if_needed" if "if_needed" in by_hour else "yes"
    assert covers([w for w in windows if w.during.upper > start], start, end) == expected
