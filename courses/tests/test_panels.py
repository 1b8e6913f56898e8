"""People trained, trusts reached and staff groups, from facts to words."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from courses import panels
from courses.tests.factories import CourseFactory
from stepforward.people.models import Organisation
from stepforward.rollout.scope import scope_from
from stepforward.rollout.tests.factories import FactFactory, PhaseFactory, trust

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def phase():
    CourseFactory()
    CourseFactory(code="facilitator-course", name="Facilitator course")
    return PhaseFactory()


def read(panel, query=""):
    return panel().read(scope_from(QueryDict(query), now=NOW))


def test_people_are_added_up_over_days_against_the_target():
    FactFactory(day=date(2025, 5, 1), n=200)
    FactFactory(day=date(2025, 5, 1), n=100, staff_group="01")
    FactFactory(day=date(2025, 9, 1), n=312)
    found = read(panels.PeopleTrained)
    assert found.table.rows == [(date(2025, 5, 1), 300, 300), (date(2025, 9, 1), 312, 612)]
    # by hand: 280 of 365 days, so an even pace would be at 767; 388 in the 12.1 weeks left
    assert (
        found.words
        == "612 so far, 155 behind an even pace to the target: from here it takes about 32 a week."
    )
    assert found.headline.figure == "612"
    assert found.headline.sentence == "61% of the target of 1,000."  # too little behind us for a guess


def test_a_phase_that_ended_says_whether_it_met_its_target(phase):
    FactFactory(n=1004)
    scope = scope_from(QueryDict(""), now=datetime(2026, 5, 1, tzinfo=UTC))
    assert panels.PeopleTrained().answer(scope) == "1,004 people in all: the target of 1,000 was met."


def test_a_narrower_scope_is_not_held_against_the_whole_target():
    FactFactory(n=12)
    assert read(panels.PeopleTrained, "organisation=RXL").words == "12 people so far."
    assert read(panels.PeopleTrained, "course=active-bystander").words == "12 people so far."


def test_every_trust_is_listed_reached_or_not():
    FactFactory(organisation=trust("RXL"), n=24)
    FactFactory(organisation=trust("RMC"), n=5)
    FactFactory(organisation=None, n=2)
    found = read(panels.TrustsReached)
    assert len(found.table.rows) == 31
    n = {row[2]: row[3] for row in found.table.rows}
    assert {code: many for code, many in n.items() if many} == {"RXL": 24, "RMC": 5}
    assert found.words.startswith("2 of 31.")
    assert (found.headline.figure, found.headline.unit) == ("2", "of 31 trusts")
    assert "2 people more work elsewhere." in found.table.note


def test_all_trusts_reached_is_said():
    for one in Organisation.objects.filter(valid_to=None):
        FactFactory(organisation=one, n=1)
    assert read(panels.TrustsReached).words == "31 of 31. Somebody from every trust has been trained."


def test_staff_groups_too_small_to_show_are_counted_together():
    for group, n in (("01", 44), ("03", 31), ("08", 12), ("02", 3), ("09", 0)):
        if n:
            FactFactory(staff_group=group, n=n)
    rows = {name: n for name, n, _ in read(panels.StaffGroups).table.rows}
    # students are three; the first group in the fixed order with ten or more is hidden with them
    assert rows["Medical and dental"] == 44
    assert "Students" not in rows
    assert "Admin and clerical" not in rows
    assert rows[panels.TOGETHER] == 15
    assert rows["Estates and ancillary"] == 0
    assert sum(rows.values()) == 90


def test_taking_one_view_from_another_tells_nothing_new():
    # given nurses many on one course, and three on the other
    FactFactory(course="active-bystander", staff_group="03", n=40)
    FactFactory(course="active-bystander", staff_group="01", n=50)
    FactFactory(course="facilitator-course", staff_group="03", n=3)
    FactFactory(course="facilitator-course", staff_group="01", n=20)
    every = {name: n for name, n, _ in read(panels.StaffGroups).table.rows}
    one = {name: n for name, n, _ in read(panels.StaffGroups, "course=active-bystander").table.rows}
    # then the nurses of both courses are no more than those of the one
    assert every["Nursing and midwifery"] - one["Nursing and midwifery"] == 0
    assert every[panels.TOGETHER] == 23
    assert read(panels.StaffGroups, "course=facilitator-course").table is None


def test_a_group_hidden_anywhere_is_never_said_to_be_missing():
    FactFactory(course="active-bystander", staff_group="01", n=60)
    FactFactory(course="facilitator-course", staff_group="01", n=30)
    FactFactory(course="facilitator-course", staff_group="09", n=2)
    found = read(panels.StaffGroups)
    assert "estates" not in found.words
    assert "Estates and ancillary" not in {row[0] for row in found.table.rows}


@pytest.mark.parametrize("query", ["organisation=RXL", "system=QE1", "from=2025-09-01&to=2025-09-30"])
def test_places_and_periods_are_not_split_by_staff_group(query):
    FactFactory(n=50)
    assert read(panels.StaffGroups, query).table is None
    assert read(panels.PeopleTrained, f"{query}&staff_group=03").table is None


def test_one_staff_groups_line_goes_in_steps_of_ten_or_more():
    for month, n in ((5, 6), (6, 7), (7, 20), (8, 4)):
        FactFactory(day=date(2025, month, 10), n=n, staff_group="03")
        FactFactory(day=date(2025, month, 10), n=30, staff_group="01")
    found = read(panels.PeopleTrained, "staff_group=03")
    assert found.table.rows == [("June 2025", 13, 13), ("August 2025", 24, 37)]


def test_a_staff_group_too_small_to_show_has_no_number():
    FactFactory(n=50)
    FactFactory(n=4, staff_group="02")
    found = read(panels.PeopleTrained, "staff_group=02")
    assert found.table is None
    assert not any(letter.isdigit() for letter in found.words.replace("10", ""))
