"""How a part ends, and the windows that are true afterwards. Whoever calls holds the rows."""

from facilitators import emails
from facilitators.day_parts import days_of
from facilitators.models import Assignment
from facilitators.windows import rebuild
from stepforward.audit.recording import record

State = Assignment.State


def end(assignment, state, now, reason=""):
    assignment.state, assignment.answered_at, assignment.reason = state, now, reason
    assignment.save(update_fields=["state", "answered_at", "reason"])
    keep_windows_true(assignment)


def end_lapsed(assignment, now):
    """Nobody answered in time: it lapses, and what still waits to be sent about it is taken back."""
    end(assignment, State.LAPSED, now)
    record("offer lapsed", assignment, session=assignment.session_id)
    emails.no_longer_asked(assignment, by=None)


def let_lapse(people, now, *, but_in):
    """End the offers to these `people` that nobody answered in time, in other sessions than `but_in`. What
    follows from that is a question that the beat asks, because those sessions' rows are not held."""
    late = Assignment.objects.overdue(now).filter(facilitator__in=people).exclude(session=but_in)
    for one in late.with_session().select_related("facilitator__user"):
        end_lapsed(one, now)


def end_stood_down(assignment, *, by, now, reason=""):
    """An offer is withdrawn, or an accepted part leaves somebody's calendar."""
    emails.stood_down(assignment, reason=reason)
    end(assignment, State.STOOD_DOWN, now)
    record("part stood down", assignment, by=by, session=assignment.session_id)


def keep_windows_true(assignment, also=None):
    """Derive the windows of the days that the assignment blocks, and of the range `also` that it blocked
    before."""
    for blocked in filter(None, (assignment.blocked, also)):
        rebuild(assignment.facilitator, days_of(blocked.lower, blocked.upper))
