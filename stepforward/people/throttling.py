"""So many tries in so long, by whoever asks or for one thing, counted as sign-ins are."""

from allauth.core.internal import ratelimit


def may_try(request, action, rate, *, key=None, only_look=False):
    """Whether one more is within `rate`: "30/10m/ip" by the network address that asks, "300/10m/key" for
    `key`. It counts as one, unless it `only_look`s."""
    used = ratelimit.consume(
        request,
        app="stepforward",
        action=action,
        config={action: rate},
        key=key,
        dry_run=only_look,
        limit_get=True,
    )
    return used is not None
