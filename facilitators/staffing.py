"""Finding a session its team: offering parts, answering, standing down, and what that does to the session.

Locks are taken in one order everywhere: the session's row, then the facilitators' by primary key. That two
parts of one person never overlap is decided by the database, which no code here checks beforehand.
"""

from datetime import time, timedelta

from django.db import transaction

from courses import scheduling
from courses.models import Session
from facilitators import emails, refusals
from facilitators.availability import hold
from facilitators.day_parts import days_of
from facilitators.models import Accreditation, Assignment, Facilitator
from facilitators.team import missing, team_of
from facilitators.two_places import blocked_by, nobody_in_two_places
from facilitators.windows import rebuild
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date, moment_of, say_list

Part, State = Assignment.Part, Assignment.State
DAYS_TO_ANSWER = timedelta(days=5)
BEFORE_THE_SESSION = timedelta(days=1)


def answer_due(session, now):
    """Five in the afternoon of the fifth day from `now`, or a day before the session if that is sooner;
    half the time that is left for a session that is nearer still."""
    due = min(moment_of(civil_date(now) + DAYS_TO_ANSWER, time(17)), session.starts_at - BEFORE_THE_SESSION)
    return due if due > now else now + (session.starts_at - now) / 2


@transaction.atomic
def offer(*, session, facilitator, part, by, now):
    """Offer `facilitator` a part in `session` and write to them. Raises a Refused that names what is in
    the way."""
    part = Part(part)
    session = _session_to_come(session, now)
    facilitator = _who_stays(hold(facilitator))
    _refuse_unless_accredited(facilitator, session, part)
    team = team_of(session)
    for one in team:
        if one.facilitator_id == facilitator.pk:
            raise refusals.InTheTeam(
                f"{facilitator} is in this team already ({one.get_part_display().lower()}, "
                f"{one.get_state_display().lower()})."
            )
        if part == Part.LEAD == one.part:
            doing = "leads it" if one.state == State.ACCEPTED else "has been asked to lead it"
            raise refusals.LeadTaken(f"{one.facilitator} {doing}. A session has one lead.")
    blocked = blocked_by(session)
    with nobody_in_two_places(session, [facilitator], blocked):
        assignment = Assignment.objects.create(
            facilitator=facilitator,
            session=session,
            part=part,
            blocked=blocked,
            offered_at=now,
            answer_by=answer_due(session, now),
        )
    _keep_windows_true(assignment)
    record("part offered", assignment, by=by, part=part, session=session.pk)
    emails.part_offered(assignment)
    return assignment


def can_be_answered(assignment, now):
    return assignment.state == State.OFFERED and now < min(assignment.answer_by, assignment.session.starts_at)


@transaction.atomic
def accept(*, assignment, by, now):
    """The facilitator takes the part. `by` is None when they answered from their email's page."""
    assignment = _open_offer(assignment, now)
    _end(assignment, State.ACCEPTED, now)
    record("part accepted", assignment, by=by, session=assignment.session_id)
    emails.part_accepted(assignment)
    return assignment


@transaction.atomic
def decline(*, assignment, by, now, reason=""):
    """The facilitator turns the part down; the coordinator reads `reason`."""
    assignment = _open_offer(assignment, now)
    _end(assignment, State.DECLINED, now, reason=reason)
    record("part declined", assignment, by=by, session=assignment.session_id)
    emails.no_longer_asked(assignment, by=by)
    return assignment


@transaction.atomic
def give_back(*, assignment, by, now, reason=""):
    """The facilitator cannot do what they accepted, and says so before the session begins."""
    assignment = _locked(assignment)
    if assignment.state != State.ACCEPTED:
        raise refusals.Answered("You do not have this part any more.")
    _session_to_come(assignment.session, now)
    emails.stood_down(assignment, given_back=True)
    _end(assignment, State.DECLINED, now, reason=reason)
    record("part given back", assignment, by=by, session=assignment.session_id)
    return assignment


def lapse_offers(*, now):
    """Let every offer lapse whose time to answer has passed; returns how many did."""
    lapsed = 0
    for assignment in Assignment.objects.filter(state=State.OFFERED, answer_by__lte=now):
        with transaction.atomic():
            assignment = _locked(assignment)
            if assignment.state == State.OFFERED and assignment.answer_by <= now:
                _end(assignment, State.LAPSED, now)
                record("offer lapsed", assignment, session=assignment.session_id)
                emails.no_longer_asked(assignment, by=None)
                lapsed += 1
    return lapsed


@transaction.atomic
def stand_down(*, assignment, by, now):
    """Take somebody out of a team: an offer is withdrawn, an accepted part leaves their calendar."""
    assignment = _locked(assignment)
    if not assignment.is_live:
        raise refusals.Answered(f"{assignment.facilitator} is not in this team any more.")
    _session_to_come(assignment.session, now)
    _stand_down(assignment, by=by, now=now)
    return assignment


@transaction.atomic
def confirm_and_open(*, session, by, now):
    """Open a session whose lead and minimum team have accepted; whoever asked for it is told."""
    session = _session_to_come(session, now)
    if needs := missing(session, team_of(session)):
        raise refusals.NotReady(f"Before this session can open it needs {say_list(needs)}.")
    return scheduling.open_session(session=session, by=by, now=now)


@transaction.atomic
def change_session(*, session, by, now, **fields):
    """Change a session and take its team with it: their time is blocked anew, their calendars hear of it.
    Raises InTwoPlaces, and changes nothing, when somebody in the team is elsewhere at the new time."""
    session = _session_to_come(session, now)
    team = _locked_team(session)
    before = session.sequence
    scheduling.change(session=session, by=by, now=now, **fields)
    session = Session.objects.select_related("course", "venue").get(pk=session.pk)
    if not team or session.sequence == before:
        return session
    blocked = blocked_by(session)
    with nobody_in_two_places(session, [one.facilitator for one in team], blocked):
        Assignment.objects.filter(pk__in=[one.pk for one in team]).update(blocked=blocked)
    for one in team:
        old, one.blocked, one.session = one.blocked, blocked, session
        if one.state == State.OFFERED:
            one.answer_by = answer_due(session, now)
            one.save(update_fields=["answer_by"])
        _keep_windows_true(one, also=old)
        emails.session_moved(one)
    return session


@transaction.atomic
def call_off_session(*, session, reason, by, now):
    """Call a session off and stand its team down: those who accepted get it out of their calendars."""
    session = _session_to_come(session, now)
    scheduling.call_off(session=session, reason=reason, by=by, now=now)
    for one in _locked_team(session):  # after it: their calendars need the session's new sequence
        was = one.state
        _stand_down(one, by=by, now=now, reason=reason)
        one.called_off_from = was
        one.save(update_fields=["called_off_from"])
    return Session.objects.get(pk=session.pk)


def _stand_down(assignment, *, by, now, reason=""):
    emails.stood_down(assignment, reason=reason)
    _end(assignment, State.STOOD_DOWN, now)
    record("part stood down", assignment, by=by, session=assignment.session_id)


def _end(assignment, state, now, reason=""):
    assignment.state, assignment.answered_at, assignment.reason = state, now, reason
    assignment.save(update_fields=["state", "answered_at", "reason"])
    _keep_windows_true(assignment)


def _keep_windows_true(assignment, also=None):
    """Derive the windows of the days that the assignment blocks, and of the range `also` that it blocked
    before."""
    for blocked in filter(None, (assignment.blocked, also)):
        rebuild(assignment.facilitator, days_of(blocked.lower, blocked.upper))


def _locked(assignment):
    """The assignment as it is now, with its session and its facilitator locked."""
    Session.objects.select_for_update(no_key=True).get(pk=assignment.session_id)
    Facilitator.objects.select_for_update(no_key=True).get(pk=assignment.facilitator_id)
    return Assignment.objects.with_session().select_related("facilitator__user").get(pk=assignment.pk)


def _locked_team(session):
    team = Assignment.objects.live().filter(session=session)
    ids = sorted(team.values_list("facilitator_id", flat=True))
    list(Facilitator.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    return list(team.with_session().select_related("facilitator__user"))


def _session_to_come(session, now):
    locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    session = Session.objects.select_related("course", "venue").get(pk=locked.pk)
    if session.state in {Session.State.CALLED_OFF, Session.State.DELIVERED}:
        raise refusals.NotOpenToChange(f"This session was {session.get_state_display().lower()}.")
    if session.starts_at <= now:
        raise refusals.NotOpenToChange("This session has begun.")
    return session


def _who_stays(facilitator):
    if facilitator.left_on is not None or not facilitator.user.is_active:
        raise refusals.NotOpenToChange(f"{facilitator} has left the programme.")
    return facilitator


def _refuse_unless_accredited(facilitator, session, part):
    held = Accreditation.objects.filter(facilitator=facilitator, course=session.course_id).first()
    if part == Part.OBSERVER or (held and part in held.parts):
        return
    stage = f"is accredited as {held.get_stage_display().lower()}" if held else "is not accredited"
    raise refusals.NotAccredited(
        f"{facilitator} {stage} for {session.course}, so they cannot be its {part.label.lower()}."
    )


def _open_offer(assignment, now):
    assignment = _locked(assignment)
    if assignment.state != State.OFFERED:
        raise refusals.Answered(WHY_NOT_OPEN[assignment.state])
    if not can_be_answered(assignment, now):
        raise refusals.Answered(WHY_NOT_OPEN[State.LAPSED])
    return assignment


WHY_NOT_OPEN = {
    State.HELD: "This part is only held for you so far.",
    State.ACCEPTED: "You accepted this part already.",
    State.DECLINED: "You declined this part.",
    State.LAPSED: "The time to answer this offer has passed. Tell the coordinator if you could still do it.",
    State.STOOD_DOWN: "This offer was withdrawn.",
}
