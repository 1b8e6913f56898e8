"""Private calendar feeds: one address at a time for a facilitator, which only its hash is kept of."""

from datetime import timedelta

from django.db import transaction

from stepforward.audit.recording import record
from stepforward.people import links

FEED = "facilitators.feed"
LASTS = timedelta(days=3 * 365)


@transaction.atomic
def renew(*, facilitator, by, now):
    """The address of a new feed; the one before stops. It cannot be shown again."""
    links.withdraw(FEED, facilitator, now=now)
    token = links.issue(FEED, facilitator, expires_at=now + LASTS)
    record("calendar link renewed", facilitator, by=by)
    return links.absolute("facilitators:calendar", token)


@transaction.atomic
def withdraw(*, facilitator, by, now):
    if links.withdraw(FEED, facilitator, now=now):
        record("calendar link withdrawn", facilitator, by=by)
