"""Joining the faculty: an account with its role, and the facilitator's record that goes with it."""

from django.db import transaction

from facilitators.growing import supporting
from facilitators.models import Facilitator
from facilitators.refusals import FacilitatesAlready
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.people import accounts, emails
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.ui.wording import civil_date


@transaction.atomic
def invite(*, email, name, organisation=None, post="", base="", by, now):
    """Somebody facilitates from now on, and has an email that says how to sign in. Raises
    FacilitatesAlready, and NotOpenToChange for an account that was closed."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    there = user and Facilitator.objects.filter(user=user).first()
    if there and there.left_on is None:
        raise FacilitatesAlready(f"{there} facilitates already, with this email address.", field="email")
    if user and not user.is_active:
        raise FacilitatesAlready("The account with this email address was closed.", field="email")
    facilitator = join(
        email=email, name=name, organisation=organisation, post=post, base=base, by=by, now=now
    )
    emails.invited(facilitator.user)
    return facilitator


@transaction.atomic
def join(*, email, name, organisation=None, post="", base="", by, now):
    """The facilitator with this address: who has an account keeps it, and who had left is back. Nobody is
    written to; the caller says why they are with us."""
    today = civil_date(now)
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user is None:
        user = accounts.open_account(email=email, name=name, roles=[Role.FACILITATOR], by=by)
    accounts.give_role(user, Role.FACILITATOR, by=by)
    facilitator, made = Facilitator.objects.get_or_create(
        user=user,
        defaults={"organisation": organisation, "post": post, "base": base, "joined_on": today},
    )
    if made:
        record("facilitator joined", facilitator, by=by)
    elif facilitator.left_on is not None:
        facilitator.leaves.filter(ends_on=None).delete()
        take_up_again(facilitator, by=by)
    return facilitator


def take_up_again(facilitator, *, by):
    """Who had left is one of us again, with the role."""
    facilitator.left_on = None
    facilitator.save(update_fields=["left_on"])
    accounts.give_role(facilitator.user, Role.FACILITATOR, by=by)
    record("facilitator back", facilitator, by=by)


def unjoin(facilitator, *, by, now):
    """They never were one of us: out of the roster, and out of the role. The caller has seen that nothing
    came of it."""
    facilitator.left_on = max(civil_date(now), facilitator.joined_on)
    facilitator.save(update_fields=["left_on"])
    accounts.take_role(facilitator.user, Role.FACILITATOR, by=by)
    supporting.end_all(facilitator=facilitator, by=by, now=now)
    withdraw_for(about=facilitator.user, kinds=["people/invited"], by=by)
    record("facilitator taken back", facilitator, by=by)
