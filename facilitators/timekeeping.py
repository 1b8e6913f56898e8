"""Noting how long a part in a session took, after it began."""

from django.db import transaction

from facilitators.models import Assignment, TimeSpent
from facilitators.refusals import NotDone
from stepforward.audit.recording import record


@transaction.atomic
def note(*, assignment, preparing, travelling, delivering, by, now):
    """Keep the minutes of an accepted part; what was noted before is replaced. Raises NotDone."""
    session = lock_done(assignment, now).session
    minutes = {"preparing": preparing, "travelling": travelling, "delivering": delivering}
    spent, _ = TimeSpent.objects.update_or_create(
        assignment=assignment, defaults=minutes | {"noted_by": by, "noted_at": now}
    )
    record("time noted", spent, by=by, session=session.pk, **minutes)
    return spent


def lock_done(assignment, now):
    """The part, locked, of a session that has begun. Raises NotDone."""
    assignment = (
        Assignment.objects.select_for_update(of=["self"]).select_related("session").get(pk=assignment.pk)
    )
    if assignment.state != Assignment.State.ACCEPTED or assignment.session.state == "called_off":
        raise NotDone("This part was not taken, or the session was called off.")
    if assignment.session.starts_at > now:
        raise NotDone("The session has not begun. Note your time afterwards.")
    return assignment


def usual(assignment):
    """Minutes to begin with: what was noted, else as long as the session took."""
    spent = getattr(assignment, "time_spent", None)
    if spent:
        return {name: getattr(spent, name) for name in ("preparing", "travelling", "delivering")}
    took = assignment.session.ends_at - assignment.session.starts_at
    return {"preparing": 0, "travelling": 0, "delivering": int(took.total_seconds()) // 60}
