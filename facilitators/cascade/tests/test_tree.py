"""A tree as steps: everybody once, and every branch ends."""

import pytest

from courses.tests.factories import CourseFactory
from facilitators.cascade import tree
from facilitators.cascade.people import cascade_of
from facilitators.cascade.tests.factories import delivered, trained, training

pytestmark = pytest.mark.django_db


def drawn(people):
    """The steps as a line: A(B(C)D)E."""
    roots = tree.roots(people)
    told = ""
    for step in tree.steps(roots, people):
        told += step.person.name + "(" * (step.below > 0) + ")" * len(step.ends)
    return told


def test_each_stands_in_the_branch_of_who_trained_them_the_furthest_first():
    a = trained(user__name="A")
    first = training(-90, a)
    b, d = trained(first, user__name="B"), trained(first, user__name="D")
    c = trained(training(-60, b), user__name="C")
    trained(user__name="E")
    delivered(d, people=1)
    assert drawn(cascade_of(CourseFactory()).people) == "A(DB(C))E"
    delivered(c, people=2)
    assert drawn(cascade_of(CourseFactory()).people) == "A(B(C)D)E"


def test_a_branch_of_hundreds_of_generations_is_told_all_the_same():
    one = trained(user__name="x")
    for n in range(300):
        one = trained(training(-900 + n, one), user__name="x")
    people = cascade_of(CourseFactory()).people
    assert drawn(people) == "x(" * 300 + "x" + ")" * 300
    assert max(one.branch.generation for one in people) == 301


def test_nobody_makes_an_empty_tree():
    assert drawn(cascade_of(CourseFactory()).people) == ""
