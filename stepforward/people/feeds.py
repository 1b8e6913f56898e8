"""Private calendar feeds: one address at a time for whoever reads it, of which only the hash is kept. Each
floor names its `purpose` and the page that the address opens."""

from datetime import timedelta

from django.db import transaction

from stepforward.audit.recording import record
from stepforward.people import links

LASTS = timedelta(days=3 * 365)


@transaction.atomic
def renew(*, purpose, about, page, by, now):
    """The address of a new feed of the row `about`; the one before stops. It cannot be shown again."""
    # One address, however fast it is pressed.
    about._meta.model._base_manager.select_for_update().get(pk=about.pk)
    links.withdraw(purpose, about, now=now)
    token = links.issue(purpose, about, expires_at=now + LASTS)
    record("calendar link renewed", about, by=by)
    return links.absolute(page, token)


@transaction.atomic
def withdraw(*, purpose, about, by, now):
    if links.withdraw(purpose, about, now=now):
        record("calendar link withdrawn", about, by=by)
