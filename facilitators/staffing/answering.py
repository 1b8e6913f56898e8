"""Answering an offer, and giving back what one accepted."""

from facilitators import emails, refusals
from facilitators.models import Assignment
from facilitators.staffing.ending import end
from facilitators.staffing.locks import all_or_nothing, locked, session_to_come
from facilitators.staffing.passing_on import pass_on
from stepforward.audit.recording import record

State = Assignment.State


def can_be_answered(assignment, now):
    return assignment.state == State.OFFERED and now < min(assignment.answer_by, assignment.session.starts_at)


@all_or_nothing
def accept(*, assignment, by, now):
    """The facilitator takes the part. `by` is None when they answered from their email's page."""
    assignment = _open_offer(assignment, now)
    end(assignment, State.ACCEPTED, now)
    record("part accepted", assignment, by=by, session=assignment.session_id)
    emails.part_accepted(assignment)
    return assignment


@all_or_nothing
def decline(*, assignment, by, now, reason=""):
    """The facilitator turns the part down; the coordinator reads `reason`, and the next reserve is asked."""
    assignment = _open_offer(assignment, now, with_reserves=True)
    end(assignment, State.DECLINED, now, reason=reason)
    record("part declined", assignment, by=by, session=assignment.session_id)
    emails.no_longer_asked(assignment, by=by)
    pass_on(assignment, now)
    return assignment


@all_or_nothing
def give_back(*, assignment, by, now, reason=""):
    """The facilitator cannot do what they accepted, and says so before the session begins."""
    assignment = locked(assignment, with_reserves=True)
    if assignment.state != State.ACCEPTED:
        raise refusals.Answered("You do not have this part any more.")
    session_to_come(assignment.session, now)
    emails.stood_down(assignment, given_back=True)
    end(assignment, State.GIVEN_BACK, now, reason=reason)
    record("part given back", assignment, by=by, session=assignment.session_id)
    pass_on(assignment, now)
    return assignment


def _open_offer(assignment, now, **also):
    assignment = locked(assignment, **also)
    if assignment.state != State.OFFERED:
        raise refusals.Answered(WHY_NOT_OPEN[assignment.state])
    if not can_be_answered(assignment, now):
        raise refusals.Answered(WHY_NOT_OPEN[State.LAPSED])
    return assignment


WHY_NOT_OPEN = {
    State.HELD: "This part is only held for you so far.",
    State.ACCEPTED: "You accepted this part already.",
    State.DECLINED: "You declined this part.",
    State.GIVEN_BACK: "You gave this part back.",
    State.LAPSED: "The time to answer this offer has passed. Tell the coordinator if you could still do it.",
    State.STOOD_DOWN: "This offer was withdrawn.",
}
