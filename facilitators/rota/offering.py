"""What was drafted becomes offers: session by session, each as it is now and not as it was then."""

from itertools import groupby

from facilitators import staffing
from facilitators.models import Assignment
from facilitators.suggesting.who import who_may
from stepforward.refusals import Refused

ORDER = list(Assignment.Part)


def offer_parts(*, parts, by, now):
    """Offer these parts of one rota. Each session's are offered together or not at all; a part that cannot be
    offered any more says why. Returns how many were offered and how many not."""
    parts = sorted(parts, key=lambda one: (one.session.starts_at, one.session_id, ORDER.index(one.part)))
    offered = 0
    for _, together in groupby(parts, key=lambda one: one.session_id):
        together = list(together)
        offered += len(together) if _offer(together, by, now) else 0
    return offered, len(parts) - offered


def _offer(parts, by, now):
    session = parts[0].session
    free = {one.pk for one in who_may(session, now)}
    try:
        for part in parts:
            if part.facilitator_id not in free:
                raise Refused(f"{part.facilitator} is not free for it any more.")
        members = [(part.facilitator, part.part) for part in parts]
        staffing.offer_team(session=session, members=members, by=by, now=now)
    except Refused as refused:
        return _note(parts, None, refused.why)
    return _note(parts, now)


def _note(parts, offered_at, why_not=""):
    for part in parts:
        part.offered_at, part.why_not = offered_at, why_not[:300]
        part.save(update_fields=["offered_at", "why_not"])
    return offered_at is not None
