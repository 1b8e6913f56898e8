from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import accounts
from stepforward.people.models import User
from stepforward.people.roles import Permission, Role

pytestmark = pytest.mark.django_db


def test_an_invited_person_gets_an_account_without_a_password_and_an_email(coordinator):
    # when the coordinator invites somebody
    user = accounts.invite(email="Amy@Trust.Example", name="Amy", roles=[Role.DEAN], by=coordinator)
    # then they have an account that only a code opens, an email says so, and the audit says who did it
    assert user.email == "amy@trust.example"
    assert not user.has_usable_password()
    email = OutgoingEmail.objects.get(kind="people/invited", to_email="amy@trust.example")
    assert "Dean" in email.text
    assert "/accounts/login/code/" in email.text
    event = AuditEvent.objects.get(verb="account made")
    assert (event.by, event.about_id, event.details) == (coordinator, str(user.pk), {"roles": ["dean"]})


def test_somebody_with_an_account_is_not_invited_twice(coordinator):
    accounts.invite(email="amy@trust.example", name="Amy", roles=[Role.DEAN], by=coordinator)
    with pytest.raises(accounts.Refused) as refused:
        accounts.invite(email=" AMY@trust.example", name="Amy", roles=[Role.DEAN], by=coordinator)
    assert refused.value.why == "This email address has an account already."
    assert User.objects.filter(email__iexact="amy@trust.example").count() == 1


def test_an_invitation_needs_a_role(coordinator):
    with pytest.raises(accounts.Refused):
        accounts.invite(email="amy@trust.example", name="Amy", roles=[], by=coordinator)
    assert not User.objects.filter(email="amy@trust.example").exists()


@pytest.mark.parametrize("role", Role)
def test_a_role_brings_what_it_says_and_a_closed_account_nothing(role):
    user = User(email="x@y.example", roles=[role])
    assert any(user.may(permission) for permission in Permission)
    user.is_active = False
    assert not any(user.may(permission) for permission in Permission)


def test_only_a_facilitator_says_when_they_are_free_and_only_a_coordinator_reads_emails():
    may_say = {role for role in Role if User(roles=[role]).may(Permission.SAY_AVAILABILITY)}
    may_read = {role for role in Role if User(roles=[role]).may("READ_EMAILS")}
    assert (may_say, may_read) == ({Role.FACILITATOR}, {Role.COORDINATOR})


def test_the_first_coordinator_is_invited_from_the_command_line():
    call_command("invite", "first@trust.example", "First", "coordinator", stdout=StringIO())
    assert User.objects.get(email="first@trust.example").roles == ["coordinator"]
    with pytest.raises(CommandError, match="has an account already"):
        call_command("invite", "first@trust.example", "First", "coordinator")
    with pytest.raises(CommandError, match="valid email"):
        call_command("invite", "first", "First", "coordinator")
