"""The demo's coordinator has put one email into their own words."""

from stepforward.outbox import kinds, rewording
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

INVITED = """Hello {name},

You now have an account for Step Forward. Your part in it: {roles}.

Sign in with this email address. We send you a code each time, so there is no password to remember:
{sign_in}

Write to me if anything does not work: simply answer this email.

Nadia Rahman
Coordinator, Step Forward"""


def plant(*, now, rng):
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    kind = kinds.find("people/invited")
    drafts = (("Welcome to Step Forward", INVITED), ("Welcome to Step Forward, {name}", INVITED))
    for number, (subject, text) in enumerate(drafts):
        rewording.change(kind=kind, subject=subject, text=text, based_on=number, by=coordinator)
