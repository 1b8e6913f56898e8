"""The best teams, against a walk through every team there could be."""

from dataclasses import fields
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Course
from facilitators.models import Accreditation, Assignment, Weights
from facilitators.suggesting.people import Person
from facilitators.suggesting.ranking import Needs, best_teams, needs

Part, Stage = Assignment.Part, Accreditation.Stage
CLEAR = Weights(if_needed=0, staff_groups=0, organisations=0, newness=0, shadows=0, miles=0, fairness=0)

people = st.builds(
    Person,
    pk=st.just(0),
    parts=st.sampled_from([Accreditation(stage=stage).parts for stage in Stage]),
    if_needed=st.booleans(),
    miles=st.none() | st.integers(0, 90),
    lately=st.integers(0, 12),
    a_month=st.integers(1, 4),
    delivered=st.integers(0, 6),
    wants=st.integers(0, 3),
    staff_group=st.sampled_from(["", "01", "03"]),
    organisation=st.sampled_from([None, 1, 2]),
)
weights = st.builds(Weights, **dict.fromkeys(Weights.WISHES, st.integers(0, 40)))


def numbered(found, start=1):
    return [
        Person(**{f.name: getattr(one, f.name) for f in fields(Person)} | {"pk": n})
        for n, one in enumerate(found, start)
    ]


def every_team(people, needed):
    """Every set of deliverers and every set of shadows that fill `needed`, found in another way."""
    size = needed.lead + needed.co_facilitators
    for chosen in combinations(people, size):
        if needed.lead:
            filled = any(
                lead.may(Part.LEAD) and all(one.may(Part.CO_FACILITATOR) for one in chosen if one is not lead)
                for lead in chosen
            )
        else:
            filled = all(one.may(Part.CO_FACILITATOR) for one in chosen)
        if not filled:
            continue
        others = [one for one in people if one not in chosen and one.may(Part.SHADOW)]
        for number in range(needed.shadows + 1):
            for shadows in combinations(others, number):
                yield chosen, shadows


def worth(weights, delivering, shadows):
    """The sentences of the weights, word by word."""
    points = 0
    for one in [*delivering, *shadows]:
        points -= weights.if_needed if one.if_needed else 0
        points -= (weights.miles * (one.miles or 0)) // 10 + (weights.fairness * one.lately) // (
            6 * one.a_month
        )
    for one in shadows:
        points += weights.shadows // one.wants if one.wants else 0
    for weight, known in [
        (weights.staff_groups, {one.staff_group for one in delivering if one.staff_group}),
        (weights.organisations, {one.organisation for one in delivering if one.organisation}),
    ]:
        points += weight * (len(known) - 1 if known else 0)
    new = [one for one in delivering if one.delivered < 3]
    return points + (weights.newness if 0 < len(new) < len(delivering) else 0)


@given(
    st.lists(people, max_size=6),
    st.lists(people, max_size=2),
    st.builds(Needs, lead=st.booleans(), co_facilitators=st.integers(0, 2), shadows=st.integers(0, 2)),
    weights,
)
def test_the_first_teams_are_the_best_of_all_that_there_could_be(found, there, needed, weights):
    found, there = numbered(found), numbered(there, 100)
    team = [(Part.CO_FACILITATOR, one) for one in there]
    best = {}
    if needed.lead or needed.co_facilitators:
        for chosen, shadows in every_team(found, needed):
            points = worth(weights, [*there, *chosen], shadows)
            key = frozenset(one.pk for one in chosen)
            best[key] = max(points, best.get(key, points))
    suggested = best_teams(found, needed, weights, team=team)
    assert [one.points for one in suggested] == sorted(best.values(), reverse=True)[:3]
    assert [one.points for one in suggested] == [best[one.delivering] for one in suggested]
    for one in suggested:
        parts = [part for part, _ in one.members]
        assert parts.count(Part.LEAD) == needed.lead
        assert parts.count(Part.CO_FACILITATOR) == needed.co_facilitators
        assert parts.count(Part.SHADOW) <= needed.shadows
        assert all(person.may(part) and person in found for part, person in one.members)
        assert len({person.pk for _, person in one.members}) == len(one.members)


def test_a_team_needs_a_lead_the_courses_minimum_and_so_many_shadows():
    course = Course(minimum_team=3, maximum_shadows=1)
    amy, ben = Person(1, (Part.LEAD,)), Person(2, (Part.SHADOW,))
    assert needs(course, []) == Needs(lead=True, co_facilitators=2, shadows=1)
    assert needs(course, [(Part.LEAD, amy), (Part.SHADOW, ben)]) == Needs(False, 2, 0)
    assert needs(Course(minimum_team=1), [(Part.LEAD, amy)]) == Needs(False, 0, 1)
    assert best_teams([amy, ben], Needs(False, 0, 1), CLEAR) == []


def lead(pk, **known):
    return Person(pk, Accreditation(stage="lead").parts, **known)


def first(*people, **weights):
    """The primary keys of the best team of two, with only these wishes."""
    wanted = Weights(**dict.fromkeys(Weights.WISHES, 0) | weights)
    team, *_ = best_teams(people, Needs(True, 1, 0), wanted)
    return {one.pk for _, one in team.members}


@pytest.mark.parametrize(
    ("wish", "better", "worse"),
    [
        ("if_needed", {}, {"if_needed": True}),
        ("miles", {"miles": 12}, {"miles": 40}),
        ("fairness", {"lately": 3, "a_month": 4}, {"lately": 3, "a_month": 1}),
        ("staff_groups", {"staff_group": "03"}, {"staff_group": "01"}),
        ("organisations", {"organisation": 2}, {"organisation": 1}),
        ("newness", {"delivered": 9}, {"delivered": 0}),
    ],
)
def test_each_wish_weighs(wish, better, worse):
    parts = (Part.CO_FACILITATOR,)
    one, other = Person(1, parts, **worse), Person(2, parts, **better)
    assert first(one, other, lead(3, staff_group="01", organisation=1), **{wish: 20}) == {2, 3}


def test_a_shadow_who_needs_one_more_session_comes_before_one_who_needs_two():
    new, nearly, done = (Person(n, (Part.SHADOW,), wants=5 - n) for n in (3, 4, 5))
    wanted = Weights(**dict.fromkeys(Weights.WISHES, 0) | {"shadows": 10})
    team, *_ = best_teams([lead(1), lead(2), new, nearly, done], Needs(True, 1, 3), wanted)
    assert [one.pk for part, one in team.members if part == Part.SHADOW] == [4, 3]


def test_whoever_delivered_most_often_leads():
    often, seldom = lead(2, delivered=8), lead(1, delivered=1)
    team, *_ = best_teams([seldom, often], Needs(True, 1, 0), CLEAR)
    assert team.members == ((Part.LEAD, often), (Part.CO_FACILITATOR, seldom))


def test_nothing_but_this_is_known_of_anybody_when_teams_are_put_together():
    """Age, sex, race, religion and what else the law protects are no inputs."""
    assert {field.name for field in fields(Person)} == {
        "pk",
        "parts",
        "if_needed",
        "miles",
        "lately",
        "a_month",
        "delivered",
        "wants",
        "staff_group",
        "organisation",
    }


def test_three_teams_of_six_hundred_people_are_found_at_once():
    crowd = [
        lead(
            n, miles=n * 7 % 50, lately=n % 5, a_month=1 + n % 4, staff_group=f"0{1 + n % 5}", delivered=n % 8
        )
        for n in range(1, 601)
    ]
    teams = best_teams(crowd, Needs(True, 2, 0), Weights())
    assert len({one.delivering for one in teams}) == 3
