"""The private links that open a facilitator's own availability without signing in."""

from django.db import transaction

from facilitators.emails import AVAILABILITY
from stepforward.audit.recording import record
from stepforward.people import links


@transaction.atomic
def withdraw(*, facilitator, by, now):
    """None of the links in earlier emails opens their availability any more; how many there were."""
    withdrawn = links.withdraw(AVAILABILITY, facilitator, now=now)
    record("availability links withdrawn", facilitator, by=by, links=withdrawn)
    return withdrawn
