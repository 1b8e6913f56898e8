"""Private calendar feeds of facilitators: their own sessions."""

from stepforward.people import feeds

FEED = "facilitators.feed"


def renew(*, facilitator, by, now):
    """The address of a new feed; the one before stops. It cannot be shown again."""
    return feeds.renew(purpose=FEED, about=facilitator, page="facilitators:calendar", by=by, now=now)


def withdraw(*, facilitator, by, now):
    feeds.withdraw(purpose=FEED, about=facilitator, by=by, now=now)
