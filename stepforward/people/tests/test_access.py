import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from stepforward.people import access
from stepforward.people.models import Organisation, User
from stepforward.people.roles import Permission
from stepforward.testing import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bolton():
    return Organisation.objects.get(ods_code="RMC")


def look(user, allowed, **lookup):
    return access.fetch(Organisation.objects.all(), allowed, user=user, **lookup)


def test_one_s_own_thing_is_fetched(stranger, bolton):
    assert look(stranger, Organisation.objects.all(), ods_code="RMC") == bolton


def test_a_stranger_is_told_that_it_does_not_exist_and_a_colleague_that_it_is_not_theirs(stranger, dean):
    with pytest.raises(Http404):
        look(stranger, Organisation.objects.none(), ods_code="RMC")
    with pytest.raises(PermissionDenied):
        look(dean, Organisation.objects.none(), ods_code="RMC")


def test_what_is_not_there_is_not_there_for_anybody(coordinator):
    with pytest.raises(Http404):
        look(coordinator, Organisation.objects.all(), ods_code="none")


def test_a_grant_gives_a_right_for_some_rows_alone(monkeypatch, stranger, coordinator, bolton):
    monkeypatch.setattr(access, "_grants", access.defaultdict(list))
    access.grant("people.Organisation", Permission.KEEP_REGISTERS, lambda user: Q(ods_code="RMC"))

    def held(user, permission=Permission.KEEP_REGISTERS):
        return Organisation.objects.filter(access.rows_granted("people.Organisation", permission, user))

    # then who is part of something reaches that, who has the permission reaches all, nobody else anything
    assert list(held(stranger)) == [bolton]
    assert held(coordinator).count() == Organisation.objects.count()
    assert not held(stranger, Permission.PLAN_SESSIONS).exists()


def test_an_email_has_one_account_however_it_is_written():
    person(name="Amy")
    User.objects.create_user("Amy@Trust.Example ", name="Amy")
    assert User.objects.get_by_natural_key("AMY@trust.example").email == "amy@trust.example"
    with pytest.raises(Exception, match="user_email_once|people_user_email"):
        User.objects.create_user("AMY@TRUST.example", name="Amy")
