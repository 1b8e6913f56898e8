"""Private links: random tokens, stored as SHA-256, that expire and can be withdrawn.

A link only ever shows a page; what is done there is a POST. Several links may open the same thing, because
each email carries its own.
"""

import hashlib
import secrets

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from stepforward.people.models import PrivateLink
from stepforward.refusals import Refused


class LinkUnusable(Refused):
    """The link is unknown, too old or withdrawn."""


def fresh_token():
    """A URL-safe token of 256 random bits, and its hash."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def issue(purpose, about, *, expires_at):
    """A new token that opens the row `about` until `expires_at` (aware datetime)."""
    token, token_hash = fresh_token()
    PrivateLink.objects.create(purpose=purpose, about=about.pk, token_hash=token_hash, expires_at=expires_at)
    return token


def follow(purpose, token, *, now=None):
    """The primary key that `token` opens; raises LinkUnusable."""
    link = PrivateLink.objects.filter(purpose=purpose, token_hash=hash_of(token)).first()
    if link is None:
        raise LinkUnusable("We do not know this link. Check that you copied all of it from the email.")
    if link.withdrawn_at is not None:
        raise LinkUnusable("This link was withdrawn. Use the newest email that we sent you.")
    if link.expires_at <= (now or timezone.now()):
        raise LinkUnusable("This link is too old to use.")
    return link.about


def withdraw(purpose, about, *, now=None):
    """Make every link that opens the row `about` useless; returns how many there were."""
    return PrivateLink.objects.filter(purpose=purpose, about=about.pk, withdrawn_at=None).update(
        withdrawn_at=now or timezone.now()
    )


def let_last(purpose, about, *, expires_at):
    """Every link that opens the row `about`, and was not withdrawn, opens it until then."""
    unwithdrawn = PrivateLink.objects.filter(purpose=purpose, about=about.pk, withdrawn_at=None)
    unwithdrawn.update(expires_at=expires_at)


def standing(purpose, abouts):
    """{primary key: whether not all of its links were withdrawn} of those rows that ever had one."""
    there = PrivateLink.objects.filter(purpose=purpose, about__in=[about.pk for about in abouts])
    counted = there.values_list("about").annotate(stand=Count("pk", filter=Q(withdrawn_at=None)))
    return {pk: stand > 0 for pk, stand in counted}


def lead_on(purpose, about, *, to):
    """Every link that opens the row `about` opens `to` from now on; returns how many there were."""
    return PrivateLink.objects.filter(purpose=purpose, about=about.pk).update(about=to.pk)


def absolute(name, *args):
    """The full address of a named page, for emails and calendars."""
    return settings.SITE_URL + reverse(name, args=args)
