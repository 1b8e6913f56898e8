"""Who may be asked, as the database answers it, against the rules in words, one person at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Session
from courses.tests.factories import CourseFactory, VenueFactory
from facilitators.matching import candidates
from facilitators.models import Accreditation, Facilitator, Leave, StageRule
from facilitators.suggesting.who import people_of, who_may
from facilitators.tests.factories import (
    TUESDAY,
    FacilitatorFactory,
    SessionFactory,
    accredited,
    assigned,
    says,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 13)
STAGES = [None, *Accreditation.Stage.values]
said = st.dictionaries(
    st.sampled_from(["morning", "afternoon", "evening"]), st.sampled_from(["yes", "if_needed", "no"])
)
somebody = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(STAGES),
        "said": said,
        "sessions_a_month": st.integers(0, 2),
        "base": st.sampled_from(["", "Bolton", "Kendal", "Atlantis"]),
        "miles_at_most": st.sampled_from([None, 10, 60]),
        "online_only": st.booleans(),
        "lapsed_on": st.sampled_from([None, None, date(2026, 1, 1)]),
        "notice_days": st.sampled_from([0, 7, 8]),
        "leave": st.sampled_from([None, None, (-3, None), (-3, -1), (-3, 0), (0, 0), (1, None)]),
        "left_on": st.sampled_from([None, None, None, date(2026, 1, 1)]),
        "here": st.sampled_from([None, None, "declined", "given_back", "lapsed", "stood_down", "accepted"]),
        "elsewhere": st.lists(st.sampled_from([-3, 3, 24, 24 * 7, 24 * 40]), max_size=2, unique=True),
    }
)
sessions = st.fixed_dictionaries(
    {
        "hour": st.integers(9, 17),
        "hours": st.integers(1, 4),
        "place": st.sampled_from(["Stockport", "Nowhere", None, "online"]),
    }
)


def make(facts):
    kept = ["sessions_a_month", "base", "miles_at_most", "online_only", "notice_days", "left_on"]
    details = {name: facts[name] for name in kept}
    one = accredited(facts["stage"], **details) if facts["stage"] else FacilitatorFactory(**details)
    one.accreditations.update(lapsed_on=facts["lapsed_on"])
    says(one, DAY, **facts["said"])
    if facts["leave"]:
        first, last = (None if days is None else DAY + timedelta(days=days) for days in facts["leave"])
        Leave.objects.create(
            facilitator=one, starts_on=first, ends_on=last, said_by=one.user, said_at=TUESDAY
        )
    return one


@given(st.lists(somebody, min_size=1, max_size=5), sessions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_answers_as_the_rules_in_words_do(now, everybody, asked):
    starts_at = TUESDAY.replace(hour=asked["hour"], minute=0)
    place = asked["place"]
    venue = VenueFactory(address=f"1 High Street, {place}") if place in {"Stockport", "Nowhere"} else None
    session = SessionFactory(
        course=CourseFactory(),
        venue=venue,
        online_link="https://meet.example/1" if place == "online" else "",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=asked["hours"]),
    )
    made = []
    for facts in everybody:
        one = make(facts)
        made.append(one)
        for hours in facts["elsewhere"]:
            other = SessionFactory(venue=venue, starts_at=starts_at + timedelta(hours=hours))
            assigned(one, other, part="co_facilitator", now=now)
        if facts["here"] and not facts["elsewhere"]:
            assigned(one, session, part="co_facilitator", state=facts["here"], now=now)
    by_words = {
        one.facilitator.pk: (one.level == "if_needed", one.miles, one.lately, set(one.parts))
        for one in candidates(session, now)
        if one.available
    }
    by_database = {
        one.pk: (one.if_needed, one.miles, one.lately, set(one.parts)) for one in who_may(session, now)
    }
    assert by_database == by_words
    Facilitator.objects.filter(pk__in=[one.pk for one in made]).update(left_on=date(2026, 1, 2))


def test_what_somebody_did_of_the_course_is_counted(now):
    session, one = SessionFactory(), accredited()
    says(one, DAY, afternoon="yes")
    other = CourseFactory(code="another", name="Another")
    for weeks, part, state, course in [
        (30, "lead", "accepted", session.course),
        (4, "co_facilitator", "accepted", session.course),
        (5, "shadow", "accepted", session.course),
        (6, "lead", "declined", session.course),
        (7, "lead", "accepted", other),
    ]:
        past = SessionFactory(
            starts_at=TUESDAY - timedelta(weeks=weeks), course=course, state="delivered", delivered_at=now
        )
        assigned(one, past, part=part, state=state)
    (found,) = who_may(session, now)
    assert (found.delivered, found.lately) == (2, 3)


def test_a_shadow_wants_what_the_rules_of_later_stages_ask_for(now):
    session = SessionFactory()
    shadow, lead = accredited("trained"), accredited("lead")
    for one in (shadow, lead):
        says(one, DAY, afternoon="yes")
    StageRule.objects.all().delete()
    StageRule.objects.create(course=session.course, stage="shadowing", shadowed=1)
    StageRule.objects.create(course=session.course, stage="co_facilitator", shadowed=3)
    assert [one.wants for one in who_may(session, now)] == [1, 0]
    past = SessionFactory(starts_at=TUESDAY - timedelta(weeks=3), state="delivered", delivered_at=now)
    assigned(shadow, past, part="shadow")
    assert [one.wants for one in who_may(session, now)] == [2, 0]


def test_a_session_that_is_only_thought_of_is_asked_for_like_one_that_is_there(now):
    one = accredited()
    says(one, DAY, afternoon="if_needed")
    thought_of = Session(course=CourseFactory(), starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=2))
    (found,) = who_may(thought_of, now)
    assert (found.pk, found.if_needed, found.miles) == (one.pk, True, None)


def test_those_in_the_team_are_known_whatever_the_rules_say(now):
    session = SessionFactory(venue=VenueFactory(address="1 High Street, Stockport"))
    one = assigned(accredited(left_on=date(2026, 1, 2)), session)
    ((part, found),) = people_of([one], session, now)
    assert (part, found.pk, found.miles) == ("lead", one.facilitator_id, 16)
    assert people_of([], session, now) == []


@pytest.mark.parametrize("people", [1, 3, 25])
def test_it_takes_three_queries_however_many_there_are(now, people, django_assert_num_queries):
    session = SessionFactory(venue=VenueFactory(address="1 High Street, Stockport"))
    for _ in range(people):
        says(accredited(), DAY, afternoon="yes")
    with django_assert_num_queries(3):
        assert len(who_may(session, now)) == people
