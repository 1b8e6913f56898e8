"""Accounts: by invitation only."""

from django.db import transaction

from stepforward.audit.recording import record
from stepforward.people import emails
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.refusals import Refused


@transaction.atomic
def invite(*, email, name, roles, by):
    """A new account without a password, and an email that says how to sign in with a code. Raises Refused."""
    user = open_account(email=email, name=name, roles=roles, by=by)
    emails.invited(user)
    return user


@transaction.atomic
def open_account(*, email, name, roles, by):
    """The same without the email, for whoever says it in one of their own. Raises Refused."""
    roles = [Role(role) for role in roles]
    if not roles:
        raise Refused("Choose at least one role.")
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused("This email address has an account already.", field="email")
    user = User.objects.create_user(email, name=name, roles=roles)
    record("account made", user, by=by, roles=[role.value for role in roles])
    return user


def give_role(user, role, *, by):
    """They have this role from now on; nothing happens where they had it."""
    if role not in user.roles:
        _set_roles(user, [*user.roles, role])
        record("role given", user, by=by, role=role)


def take_role(user, role, *, by):
    """They do not have this role any more; nothing happens where they did not."""
    if role in user.roles:
        _set_roles(user, [one for one in user.roles if one != role])
        record("role taken", user, by=by, role=role)


def _set_roles(user, roles):
    user.roles = roles
    user.save(update_fields=["roles"])
