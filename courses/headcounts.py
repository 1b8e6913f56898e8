"""How many were there whose names were not taken, by staff group; while the register is open, and, to put it
right, afterwards.

Nobody is counted twice: the headcount is of those without a name on the register. Whoever gets a name after
it was closed leaves the headcount in the same breath (`name_one`).
"""

from django.db import transaction

from courses import registers
from courses.bookings import lock_session
from courses.models import Headcount, Session
from stepforward.audit.recording import record


@transaction.atomic
def count_heads(*, session, heads, by, now):
    """Put `heads`, {staff group or "": how many}, in place of what was counted before. Raises NotYet before
    the doors open; of a delivered session the rollout's facts follow."""
    locked = lock_session(session.pk)
    delivered = locked.state == Session.State.DELIVERED
    if not delivered:
        locked = registers.with_open_doors(session.pk, now)
    before = registers.heads(locked)
    locked.headcounts.all().delete()
    Headcount.objects.bulk_create(
        Headcount(session=locked, staff_group=group, n=n) for group, n in heads.items() if n
    )
    after = registers.heads(locked)
    if delivered:
        registers.count(locked)
    record(
        "headcount put right" if delivered else "headcount said", locked, by=by, before=before, after=after
    )
    return after


def name_one(session, staff_group):
    """Somebody of the headcount has a name now: one of their staff group fewer, or else one of those of whom
    it was not known. The caller holds the session's row, and counts afterwards."""
    for group in dict.fromkeys([staff_group, ""]):
        row = session.headcounts.filter(staff_group=group).first()
        if row is not None:
            row.n -= 1
            if row.n:
                row.save(update_fields=["n"])
            else:
                row.delete()
            return True
    return False
