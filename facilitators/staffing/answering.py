"""Answering an offer, and giving back what one accepted."""

from datetime import timedelta

from facilitators import availability, emails, refusals
from facilitators.models import Assignment, OtherTime
from facilitators.staffing.ending import end
from facilitators.staffing.locks import all_or_nothing, locked, session_to_come
from facilitators.staffing.passing_on import ask_reserve, is_missed, pass_on
from stepforward.audit.recording import record

State = Assignment.State
NEAR = timedelta(days=14)  # so near, the coordinator hears of every drop-out


def can_be_answered(assignment, now):
    return assignment.state == State.OFFERED and now < min(assignment.answer_by, assignment.session.starts_at)


@all_or_nothing
def accept(*, assignment, by, now, seen=None):
    """The facilitator takes the part, and whoever else was asked for it is told that it is taken. `by` is
    None when they answered from their email's page; `seen` is the session's sequence that the page showed."""
    assignment = _open_offer(assignment, now, seen)
    end(assignment, State.ACCEPTED, now)
    record("part accepted", assignment, by=by, session=assignment.session_id)
    emails.part_accepted(assignment)
    for other in _others_asked(assignment):
        emails.cover_found(other)
        end(other, State.STOOD_DOWN, now)
        record("part stood down", other, session=other.session_id, taken_by=assignment.pk)
    return assignment


@all_or_nothing
def decline(*, assignment, by, now, reason="", instead=None, seen=None):
    """The facilitator turns the part down, and the next reserve is asked. The coordinator reads `reason`, and
    when else they could: `instead` {(day, part of it): level} counts as said of their availability, too."""
    assignment = _open_offer(assignment, now, seen)
    end(assignment, State.DECLINED, now, reason=reason)
    _keep_other_times(assignment, instead or {}, by=by)
    record("part declined", assignment, by=by, session=assignment.session_id)
    emails.no_longer_asked(assignment, by=by)
    pass_on(assignment, now)
    return assignment


@all_or_nothing
def give_back(*, assignment, by, now, reason="", instead=None):
    """The facilitator cannot do what they accepted, and says so before the session begins; or the coordinator
    says it for them. The next reserve is asked. The coordinator is told where the session is near, or nobody
    is left to ask."""
    assignment = locked(assignment, with_others=True)
    if assignment.state != State.ACCEPTED:
        raise refusals.Answered("You do not have this part any more.")
    session = session_to_come(assignment.session, now)
    emails.stood_down(assignment, given_back=True)
    end(assignment, State.GIVEN_BACK, now, reason=reason)
    _keep_other_times(assignment, instead or {}, by=by)
    record("part given back", assignment, by=by, session=assignment.session_id)
    asked = ask_reserve(assignment, now)
    if session.starts_at - now <= NEAR or is_missed(assignment, now):
        emails.dropped_out(assignment, asked, said_by=by)
    return assignment


def _keep_other_times(assignment, instead, *, by):
    OtherTime.objects.bulk_create(
        OtherTime(assignment=assignment, day=day, part=part, level=level)
        for (day, part), level in sorted(instead.items())
    )
    availability.say(facilitator=assignment.facilitator, said=instead, by=by)


def _others_asked(assignment):
    others = Assignment.objects.filter(stands_in_for=assignment.root_id, state=State.OFFERED)
    return list(others.with_session().select_related("facilitator__user"))


def _open_offer(assignment, now, seen):
    assignment = locked(assignment, with_others=True)
    if assignment.state != State.OFFERED:
        raise refusals.Answered(WHY_NOT_OPEN[assignment.state])
    if not can_be_answered(assignment, now):
        raise refusals.Answered(WHY_NOT_OPEN[State.LAPSED])
    if seen is not None and seen != assignment.session.sequence:
        raise refusals.Moved("The session has another time or place now. Look again, then answer.")
    return assignment


WHY_NOT_OPEN = {
    State.HELD: "This part is only held for you so far.",
    State.ACCEPTED: "You accepted this part already.",
    State.DECLINED: "You declined this part.",
    State.GIVEN_BACK: "You gave this part back.",
    State.LAPSED: "The time to answer this offer has passed. Tell the coordinator if you could still do it.",
    State.STOOD_DOWN: "This offer was withdrawn.",
}
