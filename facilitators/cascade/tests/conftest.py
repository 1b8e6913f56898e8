"""The small cascade that the pages are shown with."""

import pytest

from courses.tests.factories import CourseFactory
from facilitators.cascade.tests.factories import delivered, trained, training
from facilitators.tests.factories import TUESDAY


@pytest.fixture
def course(db):
    return CourseFactory()


@pytest.fixture
def amira(course):
    """Trained Ben and Cleo, of whom Ben trained Dev; Cleo and Dev have not delivered."""
    amira = trained(stage="trainer", user__name="Amira Haddad")
    first = training(-100, amira)
    ben = trained(first, user__name="Ben Ali")
    trained(first, user__name="Cleo Price", stage="co_facilitator", left_on=TUESDAY.date())
    trained(training(-60, ben, amira), user__name="Dev Rao", stage="trained")
    delivered(amira, ben, people=3)
    delivered(ben, day=-40, people=2)
    return amira
