"""Whatever happened, a cascade is as a walk in plain Python finds it, and has no circle."""

import os
from collections import defaultdict
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses import comparing
from courses.models import Headcount
from courses.tests.factories import BookingFactory, CourseFactory
from facilitators.cascade.people import cascade_of
from facilitators.models import Accreditation, Assignment
from facilitators.tests.factories import TUESDAY, FacilitatorFactory, SessionFactory, assigned

EXAMPLES = int(os.environ.get("CASCADE_EXAMPLES", "25"))  # more by hand, when the question changes
PEOPLE = 6
WHO = st.integers(0, PEOPLE - 1)
PARTS = st.lists(
    st.tuples(
        WHO,
        st.sampled_from(["lead", "co_facilitator", "shadow"]),
        st.sampled_from(["accepted", "accepted", "declined", "given_back"]),
    ),
    max_size=3,
    unique_by=lambda part: part[0],
)
SESSIONS = st.lists(
    st.tuples(
        st.booleans(),  # whether it trains facilitators
        st.sampled_from(["delivered", "delivered", "called_off"]),
        PARTS,
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=8,
)
SOURCES = st.lists(st.integers(-1, 7), min_size=PEOPLE, max_size=PEOPLE)


class AnyCascade(TestCase):
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
    )
    @given(SESSIONS, SOURCES, st.sets(WHO))
    def test_it_is_as_a_walk_finds_it(self, sessions, sources, left):
        course = self.written(sessions, sources, left)
        cascade, walked = cascade_of(course), walk(course)
        found = {one.branch.id: one.branch for one in cascade.people}
        assert found.keys() == walked.keys()
        for key, branch in found.items():
            parent, generation, below, done = walked[key]
            assert (branch.parent_id, branch.generation, branch.facilitators) == (parent, generation, below)
            assert (branch.sessions, branch.people, branch.own_sessions, branch.own_people) == done
        assert cascade.whole.facilitators == PEOPLE  # everybody stands below somebody without a circle
        assert cascade.whole.generations == max(one.generation for one in found.values())

    def written(self, sessions, sources, left):
        course, trains = CourseFactory(), CourseFactory(code="facilitator-course", name="Facilitator course")
        people = [FacilitatorFactory(left_on=TUESDAY.date() if n in left else None) for n in range(PEOPLE)]
        held = []
        for n, (is_training, state, parts, people_in, heads) in enumerate(sessions):
            at = TUESDAY + timedelta(days=n)
            session = SessionFactory(
                course=trains if is_training else course,
                starts_at=at,
                state=state,
                delivered_at=at if state == "delivered" else None,
            )
            BookingFactory.create_batch(people_in, session=session, attendance="attended")
            if heads:
                Headcount.objects.create(session=session, n=heads)
            led = False
            for who, part, answer in parts:
                part = "co_facilitator" if part == "lead" and led else part
                led = led or (part == "lead" and answer == "accepted")
                assigned(people[who], session, part, state=answer)
            held.append(session)
        for one, source in zip(people, sources, strict=True):
            Accreditation.objects.create(
                facilitator=one,
                course=course,
                stage="lead",
                since=TUESDAY.date(),
                source=held[source] if 0 <= source < len(held) else None,
            )
        return course


def walk(course):
    """{accreditation's key: (parent's key, generation, people below and themselves, figures)}, one by one."""
    held = {one.facilitator_id: one for one in Accreditation.objects.filter(course=course)}
    parents = {one.pk: _parent(one, held) for one in held.values()}
    lines = {key: _line(key, parents) for key in parents}
    own = defaultdict(set)
    for part in Assignment.objects.select_related("session"):
        session = part.session
        if (
            part.state == "accepted"
            and part.part in ("lead", "co_facilitator")
            and session.course_id == course.pk
            and session.state == "delivered"
        ):
            own[held[part.facilitator_id].pk].add(session)
    found = {}
    for key, parent in parents.items():
        below = [one for one, line in lines.items() if key in line]
        branch = set().union(*(own[one] for one in below))
        figures = (len(branch), _people(branch), len(own[key]), _people(own[key]))
        found[key] = (parent, len(lines[key]), len(below), figures)
    return found


def _parent(one, held):
    if one.source is None:
        return None
    leads = one.source.assignments.filter(part="lead", state="accepted")
    above = next((held[lead.facilitator_id] for lead in leads), None)
    earlier = above and (above.source is None or above.source.starts_at < one.source.starts_at)
    return above.pk if earlier else None


def _line(key, parents):
    """Themselves and everybody above them. It fails where it never ends."""
    line = []
    while key is not None:
        assert key not in line
        line.append(key)
        key = parents[key]
    return line


def _people(sessions):
    return sum(comparing.attended(session) for session in sessions)
