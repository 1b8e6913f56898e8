"""The dates on which a whole team could be had, against asking for every one of them alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models.training_request import DayPart
from courses.tests.factories import CourseFactory, VenueFactory
from facilitators.models import Assignment, Facilitator, Leave
from facilitators.suggesting.dates import Slot, count_teams, slots_of, tables_of
from facilitators.suggesting.who import who_may
from facilitators.tests.factories import SessionFactory, accredited, assigned, says

pytestmark = pytest.mark.django_db
Part = Assignment.Part
MONDAY = date(2026, 1, 26)  # of a week that goes over into the next month
somebody = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["shadowing", "co_facilitator", "lead", "trainer"]),
        "said": st.dictionaries(
            st.tuples(st.integers(0, 6), st.sampled_from(DayPart.values)),
            st.sampled_from(["yes", "if_needed", "no"]),
            max_size=8,
        ),
        "sessions_a_month": st.integers(0, 2),
        "base": st.sampled_from(["", "Bolton", "Kendal"]),
        "miles_at_most": st.sampled_from([None, 30]),
        "online_only": st.booleans(),
        "lapsed_on": st.sampled_from([None, None, date(2026, 1, 1)]),
        "leave": st.sampled_from([None, None, (2, 3), (4, None)]),
        "notice_days": st.sampled_from([0, 21, 24]),
        "elsewhere": st.lists(st.integers(0, 6), max_size=2, unique=True),
    }
)


@given(st.lists(somebody, min_size=1, max_size=6), st.sampled_from([60, 120, 360]), st.integers(1, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_date_has_as_many_teams_as_those_who_may_be_asked_for_it_make(now, everybody, minutes, minimum):
    course = CourseFactory()
    course.minimum_team = minimum
    course.save()
    venue = VenueFactory(address="1 High Street, Stockport")
    starts = datetime(2026, 1, 26, 9, tzinfo=UTC)
    session = SessionFactory(
        course=course, venue=venue, starts_at=starts, ends_at=starts + timedelta(minutes=minutes)
    )
    made = []
    for facts in everybody:
        kept = ("sessions_a_month", "base", "miles_at_most", "online_only", "notice_days")
        one = accredited(facts["stage"], **{name: facts[name] for name in kept})
        one.accreditations.update(lapsed_on=facts["lapsed_on"])
        made.append(one.pk)
        if facts["leave"]:
            first, last = (days and MONDAY + timedelta(days=days) for days in facts["leave"])
            Leave.objects.create(
                facilitator=one, starts_on=first, ends_on=last, said_by=one.user, said_at=now
            )
        for (day, part), level in facts["said"].items():
            says(one, MONDAY + timedelta(days=day), **{part: level})
        for day in facts["elsewhere"]:
            other = SessionFactory(venue=venue, starts_at=starts + timedelta(days=day, hours=3))
            assigned(one, other, part="co_facilitator", now=now)
    slots = slots_of(MONDAY, session, now, wants=lambda day, part: day < MONDAY + timedelta(days=7))
    count_teams(slots, session, now)
    for slot in slots:
        expected = 0
        if slot.wanted:
            session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
            may = who_may(session, now)
            leads = sum(one.may(Part.LEAD) for one in may)
            expected = min(leads, sum(one.may(Part.CO_FACILITATOR) for one in may) // minimum)
        assert slot.teams == expected, slot
    Facilitator.objects.filter(pk__in=made).update(left_on=date(2026, 1, 2), joined_on=date(2025, 1, 1))


def test_a_session_that_moves_stands_in_nobodys_way_itself(now):
    session = SessionFactory(starts_at=datetime(2026, 1, 27, 9, 30, tzinfo=UTC))
    one, other = accredited(sessions_a_month=1), accredited(sessions_a_month=1)
    assigned(one, session, now=now)
    for person in (one, other):
        says(person, date(2026, 1, 27), morning="yes", afternoon="yes")
    slots = slots_of(MONDAY, session, now, wants=lambda day, part: day == date(2026, 1, 27))
    count_teams(slots, session, now)
    assert [slot.teams for slot in slots if slot.wanted] == [0, 1, 0]  # nobody is moved by an hour


def test_the_tables_show_the_parts_and_weekdays_that_are_wanted_and_no_others(now):
    session = SessionFactory()
    slots = slots_of(
        date(2026, 1, 7),
        session,
        now,
        wants=lambda day, part: part == "afternoon" and day.weekday() in {1, 3},
    )
    ((part, weekdays, weeks),) = tables_of(slots)
    assert (part, [one.label for one in weekdays]) == ("afternoon", ["Tuesday", "Thursday"])
    assert [monday for monday, _ in weeks] == [date(2026, 1, 5) + timedelta(weeks=n) for n in range(6)]
    assert all([slot.day.weekday() for slot in row] == [1, 3] for _, row in weeks)
    assert tables_of(slots_of(date(2026, 1, 7), session, now, wants=lambda day, part: False)) == []


def test_what_is_past_is_not_wanted(now):
    slots = slots_of(date(2026, 1, 5), SessionFactory(), now, wants=lambda day, part: True)
    assert next(slot for slot in slots if slot.wanted).starts_at == now.replace(hour=9, minute=30)


@pytest.mark.parametrize(
    ("teams", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 3), (7, 3), (8, 4), (900, 4)]
)
def test_the_more_teams_the_darker(teams, shade, now):
    assert Slot(MONDAY, DayPart.MORNING, now, now, True, teams).shade == shade


@pytest.mark.parametrize("people", [1, 3, 25])
def test_six_weeks_take_two_queries(now, people, django_assert_num_queries):
    session = SessionFactory(venue=VenueFactory(address="1 High Street, Stockport"))
    for _ in range(people):
        says(accredited(), date(2026, 1, 27), afternoon="yes")
    slots = slots_of(MONDAY, session, now, wants=lambda day, part: True)
    with django_assert_num_queries(2):
        count_teams(slots, session, now)
    assert max(slot.teams for slot in slots) == people // 2
