from datetime import date

import pytest

from stepforward.people.models import Organisation
from stepforward.people.trusts import add_trusts

pytestmark = pytest.mark.django_db


def test_the_north_west_has_its_31_trusts_in_three_systems():
    current = Organisation.objects.current(date(2026, 1, 6))
    assert current.count() == 31
    assert set(current.exclude(system_code="").values_list("system_code", flat=True)) == {"QE1", "QOP", "QYG"}
    assert not current.filter(short_name="").exists()
    assert current.values("short_name").distinct().count() == 31


@pytest.mark.parametrize(("day", "there"), [(date(2023, 6, 30), True), (date(2023, 7, 1), False)])
def test_a_trust_that_was_merged_is_there_until_it_ended_and_points_to_its_successor(day, there):
    southport = Organisation.objects.get(ods_code="RVY")
    assert Organisation.objects.current(day).contains(southport) is there
    assert southport.successor.ods_code == "RBN"
    assert list(southport.successor.predecessors.all()) == [southport]


def test_adding_them_again_changes_nothing_that_somebody_changed():
    Organisation.objects.filter(ods_code="RMC").update(short_name="Royal Bolton")
    add_trusts(Organisation.objects)
    assert Organisation.objects.count() == 32
    assert Organisation.objects.get(ods_code="RMC").short == "Royal Bolton"
