"""So many tries in so long, by whoever asks or for one thing, counted as sign-ins are."""

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache

PATIENCE = 5  # times that one waits, a second each, while others of the same network are being counted


def may_try(request, action, rate, *, key=None, only_look=False):
    """Whether one more is within `rate`: "30/10m/ip" by the network address that asks, "300/10m/key" for
    `key`. It counts as one, unless it `only_look`s."""
    if only_look:
        return _is_within(request, action, rate, key)
    for _ in range(PATIENCE):
        used = ratelimit.consume(
            request, app="stepforward", action=action, config={action: rate}, key=key, limit_get=True
        )
        if used is not None:
            return True
        # Refused, or only crowded out: a full lecture theatre is one address.
        if not _is_within(request, action, rate, key):
            return False
    return False


def _is_within(request, action, rate, key):
    """Looks without waiting for those who are being counted."""
    one = ratelimit.parse_rate(rate)
    place = ratelimit.get_cache_key(request, app="stepforward", action=action, rate=one, key=key)
    allowed, _ = ratelimit.apply_rate(cache.get(place, []), time.time(), one, dry_run=True)
    return allowed
