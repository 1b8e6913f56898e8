"""Who was trained by whom, and what each branch did."""

from datetime import timedelta

import pytest

from courses import comparing
from courses.models import Headcount
from courses.tests.factories import BookingFactory, CourseFactory
from facilitators.cascade.branches import own_branches
from facilitators.cascade.people import cascade_of
from facilitators.cascade.tests.factories import delivered, trained, training
from facilitators.models import Accreditation
from facilitators.tests.factories import TUESDAY, FacilitatorFactory, SessionFactory, assigned


def by_name(course):
    return {one.held.facilitator: one for one in cascade_of(course).people}


def test_three_generations_and_what_they_did(course):
    # given somebody from before, two whom they trained, and one whom one of these trained
    amira, other = trained(stage="trainer"), trained(stage="trainer")
    first = training(-100, amira, other)
    ben, cleo = trained(first), trained(first)
    dev = trained(training(-60, ben), stage="trained")
    delivered(amira, ben, people=3)
    delivered(ben, cleo, day=-40, people=2)
    found = by_name(course)
    # then each stands below the lead, and the other trainer is named
    branches = {who: one.branch for who, one in found.items()}
    assert [branches[who].generation for who in (amira, other, ben, cleo, dev)] == [1, 1, 2, 2, 3]
    assert branches[ben].parent_id == branches[amira].id
    assert found[ben].trainers == [str(amira), str(other)]
    # and what two of a branch delivered together counts once in it
    whole = branches[amira]
    assert (whole.facilitators, whole.generations, whole.sessions, whole.people) == (4, 3, 2, 5)
    assert (whole.own_sessions, whole.own_people) == (1, 3)
    assert (branches[ben].sessions, branches[ben].people, branches[ben].own_sessions) == (2, 5, 2)
    assert (branches[dev].sessions, branches[dev].people) == (0, 0)
    cascade = cascade_of(course)
    assert cascade.generations == [(1, 2, 1), (2, 2, 2), (3, 1, 0)]
    assert (len(cascade.people), cascade.delivered) == (5, 3)
    assert (cascade.whole.generations, cascade.whole.sessions, cascade.whole.people) == (3, 2, 5)


def test_whoever_leads_the_course_that_trained_them_was_trained_by_nobody_here(course):
    one, other = FacilitatorFactory(), FacilitatorFactory()
    own = training(-90, one)
    later = training(-80, other)
    for who, source in ((one, own), (other, own)):
        Accreditation.objects.create(
            facilitator=who, course=course, stage="lead", since=TUESDAY.date(), source=source
        )
    Accreditation.objects.filter(facilitator=one).update(source=later)  # led by whom it would have trained
    found = by_name(course)
    assert found[other].branch.parent_id is None  # one was there later
    assert found[one].branch.parent_id == found[other].branch.id
    Accreditation.objects.filter(facilitator=one).update(source=own)
    found = by_name(course)
    assert (found[one].branch.parent_id, found[other].branch.parent_id) == (None, None)


def test_another_course_and_what_was_not_delivered_count_nothing(course):
    one = trained()
    other_course = CourseFactory(code="other", name="Other")
    delivered(one, people=4, course=other_course)
    for state, part in (("planned", "lead"), ("called_off", "co_facilitator")):
        session = SessionFactory(course=course, starts_at=TUESDAY + timedelta(days=len(state)), state=state)
        BookingFactory(session=session, attendance="attended")
        assigned(one, session, part, state="accepted" if state == "planned" else "stood_down")
    assigned(one, delivered(day=-9, people=2), "shadow")
    assigned(one, delivered(day=-8, people=2), "lead", state="declined")
    (person,) = cascade_of(course).people
    assert (person.branch.sessions, person.branch.people, person.delivered) == (0, 0, False)
    assert cascade_of(other_course).people == []


def test_those_in_the_room_are_counted_as_for_the_costs_of_a_session(course):
    one = trained()
    session = delivered(one, people=2)
    BookingFactory(session=session, attendance="absent")
    BookingFactory(session=session, attendance="attended", took_part=False)
    BookingFactory(session=session, state="waiting", place_in_line=1)
    Headcount.objects.create(session=session, staff_group="02", n=4)
    Headcount.objects.create(session=session, staff_group="03", n=3)
    (person,) = cascade_of(course).people
    assert person.branch.people == comparing.attended(session) == 10


def test_ones_own_branch_says_the_same_as_the_whole_cascade_in_one_query(course, django_assert_num_queries):
    amira = trained(stage="trainer")
    ben = trained(training(-100, amira))
    cleo = trained(training(-60, ben))
    delivered(ben, cleo, people=3)
    whole = by_name(course)
    for who, others in ((amira, [ben]), (ben, [cleo])):
        with django_assert_num_queries(1):
            (own,) = own_branches(who)
        theirs = whole[who].branch
        assert own.trained == theirs.trained == [str(one) for one in others]
        for figure in ("id", "parent_id", "facilitators", "sessions", "people", "own_sessions"):
            assert getattr(own, figure) == getattr(theirs, figure)
    assert own_branches(cleo) == []


@pytest.mark.parametrize(("n", "m"), [(10, 3), (44, 14), (69, 60)], ids=["PLINY", "STEPWISE", "JtD"])
def test_published_cascades_come_out_as_printed(course, n, m):
    source = training(-100, trained(stage="trainer"))
    people = [trained(source) for _ in range(n)]
    for k in range(0, m, 2):
        delivered(*people[k : min(k + 2, m)], day=-90 + k)
    cascade = cascade_of(course)
    assert cascade.generations == [(1, 1, 0), (2, n, m)]
    assert cascade.delivered == m
