"""What follows when somebody declines, does not answer or drops out: the next reserve is asked, and the
coordinator hears of it only when nobody is left."""

from django.db import transaction

from courses.models import Session
from facilitators import emails
from facilitators.models import Assignment, Reserve
from facilitators.staffing.ending import end_lapsed, let_lapse
from facilitators.staffing.locks import all_or_nothing, lock_people, locked
from facilitators.staffing.offering import make, who_stays
from facilitators.team import parts_short, team_of
from stepforward.refusals import Refused

Part, State = Assignment.Part, Assignment.State


def lapse_offers(*, now):
    """Let every offer lapse whose time to answer has passed, and pass on what nobody has passed on yet.
    Returns how many lapsed."""
    lapsed = 0
    for assignment in Assignment.objects.overdue(now).with_session():
        lapsed += _lapse(assignment=assignment, now=now)
    for assignment in Assignment.objects.to_pass_on().filter(session__starts_at__gt=now).with_session():
        _pass_on_late(assignment=assignment, now=now)
    return lapsed


@all_or_nothing
def _lapse(*, assignment, now):
    assignment = locked(assignment, with_others=True)
    if assignment.state != State.OFFERED or assignment.answer_by > now:
        return False
    end_lapsed(assignment, now)
    pass_on(assignment, now)
    return True


@all_or_nothing
def _pass_on_late(*, assignment, now):
    assignment = locked(assignment, with_others=True)
    if assignment.passed_on_at is None:
        pass_on(assignment, now)


def pass_on(assignment, now):
    """Ask the next reserve for the part of `assignment`, which nobody took; tell the coordinator where none
    is left and the session is short of somebody. The caller holds the rows of the session, and of everybody
    who may be asked."""
    if ask_reserve(assignment, now) is None and is_missed(assignment, now):
        emails.nobody_left(assignment)


def ask_reserve(assignment, now):
    """The offer to the next reserve for the part of `assignment`, which has just ended; None where there is
    none, or others are asked already. The caller holds the same rows."""
    assignment.passed_on_at = now
    assignment.save(update_fields=["passed_on_at"])
    if not _is_to_fill(assignment, now):
        return None
    session, part = assignment.session, Part(assignment.part)
    waiting = Reserve.objects.waiting().filter(session=session, part__in=[part, ""])
    people = lock_people(waiting.values_list("facilitator", flat=True))
    let_lapse(people, now, but_in=session)
    for reserve in waiting.order_by("turn", "pk"):
        try:
            with transaction.atomic():
                one = who_stays(people[reserve.facilitator_id])
                (made,) = make(session, [(one, part)], by=None, now=now, root_id=assignment.root_id)
        except Refused:  # elsewhere by now, in this team, or not accredited for this part: the next, then
            continue
        return made
    return None


def is_missed(assignment, now):
    """Whether its part is to be filled, nobody is asked for it, and the team is too few without."""
    team = team_of(assignment.session)
    return _is_to_fill(assignment, now) and assignment.part in parts_short(assignment.session, team)


def _is_to_fill(assignment, now):
    session = assignment.session
    if session.state not in Session.TO_COME or session.starts_at <= now:
        return False
    live = Assignment.objects.live().filter(session=session, part=assignment.part)
    if assignment.part != Part.LEAD:
        live = live.filter(stands_in_for=assignment.root_id)
    return not live.exists()
