"""What is done to a session and its team at once: opening, changing, calling off, standing somebody down."""

from courses import scheduling
from courses.models import Session
from facilitators import emails, refusals
from facilitators.models import Assignment
from facilitators.staffing.answer_times import answer_due
from facilitators.staffing.ending import end_stood_down, keep_windows_true, let_lapse
from facilitators.staffing.locks import all_or_nothing, locked, locked_team, session_to_come
from facilitators.team import missing, team_of
from facilitators.two_places import blocked_by, nobody_in_two_places
from stepforward.ui.wording import say_list

State = Assignment.State


@all_or_nothing
def stand_down(*, assignment, by, now, was=""):
    """Take somebody out of a team: an offer is withdrawn, an accepted part leaves their calendar. `was` is
    the state in which the coordinator saw it, so that nobody loses a part who accepted it meanwhile."""
    assignment = locked(assignment)
    if not assignment.is_live:
        raise refusals.Answered(f"{assignment.facilitator} is not in this team any more.")
    if was == State.OFFERED != assignment.state:
        raise refusals.Answered(f"{assignment.facilitator} has accepted meanwhile, and is in the team.")
    session_to_come(assignment.session, now)
    end_stood_down(assignment, by=by, now=now)
    return assignment


@all_or_nothing
def confirm_and_open(*, session, by, now):
    """Open a session whose lead and minimum team have accepted; whoever asked for it is told."""
    session = session_to_come(session, now)
    if needs := missing(session, team_of(session)):
        raise refusals.NotReady(f"Before this session can open it needs {say_list(needs)}.")
    return scheduling.open_session(session=session, by=by, now=now)


@all_or_nothing
def change_session(*, session, by, now, **fields):
    """Change a session and take its team with it: their time is blocked anew, their calendars hear of it.
    Raises InTwoPlaces, and changes nothing, when somebody in the team is elsewhere at the new time."""
    session = session_to_come(session, now)
    team = locked_team(session)
    before = session.sequence
    scheduling.change(session=session, by=by, now=now, **fields)
    session = Session.objects.select_related("course", "venue").get(pk=session.pk)
    if not team or session.sequence == before:
        return session
    blocked = blocked_by(session)
    let_lapse([one.facilitator_id for one in team], now, but_in=session)
    with nobody_in_two_places(session, [one.facilitator for one in team], blocked):
        Assignment.objects.filter(pk__in=[one.pk for one in team]).update(blocked=blocked)
    for one in team:
        old, one.blocked, one.session = one.blocked, blocked, session
        if one.state == State.OFFERED:
            one.answer_by = answer_due(session, now)
            one.save(update_fields=["answer_by"])
        keep_windows_true(one, also=old)
        emails.session_moved(one)
    return session


@all_or_nothing
def call_off_session(*, session, reason, by, now):
    """Call a session off and stand its team down: those who accepted get it out of their calendars."""
    session = session_to_come(session, now)
    scheduling.call_off(session=session, reason=reason, by=by, now=now)
    for one in locked_team(session):  # after it: their calendars need the session's new sequence
        was = one.state
        end_stood_down(one, by=by, now=now, reason=reason)
        one.called_off_from = was
        one.save(update_fields=["called_off_from"])
    return Session.objects.get(pk=session.pk)
