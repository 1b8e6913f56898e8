"""What follows when somebody declines, does not answer or drops out: the next reserve is asked, and the
coordinator hears of it only when nobody is left."""

from django.db import transaction

from courses.models import Session
from facilitators import emails
from facilitators.models import Assignment, Reserve
from facilitators.staffing.ending import end_lapsed
from facilitators.staffing.locks import all_or_nothing, lock_people, locked
from facilitators.staffing.offering import make, who_stays
from stepforward.refusals import Refused

Part, State = Assignment.Part, Assignment.State


def lapse_offers(*, now):
    """Let every offer lapse whose time to answer has passed, and pass on what nobody has passed on yet.
    Returns how many lapsed."""
    lapsed = 0
    for assignment in Assignment.objects.filter(state=State.OFFERED, answer_by__lte=now).with_session():
        lapsed += _lapse(assignment=assignment, now=now)
    for assignment in Assignment.objects.to_pass_on().filter(session__starts_at__gt=now).with_session():
        _pass_on_late(assignment=assignment, now=now)
    return lapsed


@all_or_nothing
def _lapse(*, assignment, now):
    assignment = locked(assignment, with_reserves=True)
    if assignment.state != State.OFFERED or assignment.answer_by > now:
        return False
    end_lapsed(assignment, now)
    pass_on(assignment, now)
    return True


@all_or_nothing
def _pass_on_late(*, assignment, now):
    assignment = locked(assignment, with_reserves=True)
    if assignment.passed_on_at is None:
        pass_on(assignment, now)


def pass_on(assignment, now):
    """Ask the next reserve for the part of `assignment`, which has just ended; the coordinator is told where
    none is left. The caller holds the rows of the session, its facilitator and its reserves. Returns the new
    offer, or None."""
    assignment.passed_on_at = now
    assignment.save(update_fields=["passed_on_at"])
    if not _is_to_fill(assignment, now):
        return None
    session, part = assignment.session, Part(assignment.part)
    waiting = Reserve.objects.waiting().filter(session=session, part__in=[part, ""])
    people = lock_people(waiting.values_list("facilitator", flat=True))
    for reserve in waiting.order_by("turn", "pk"):
        try:
            with transaction.atomic():
                one = who_stays(people[reserve.facilitator_id])
                (made,) = make(session, [(one, part)], by=None, now=now, stands_in_for=assignment.root)
        except Refused:  # elsewhere by now, in this team, or not accredited for this part: the next, then
            continue
        return made
    if part in Assignment.DELIVERS:
        emails.nobody_left(assignment)
    return None


def _is_to_fill(assignment, now):
    session = assignment.session
    if session.state not in Session.TO_COME or session.starts_at <= now:
        return False
    live = Assignment.objects.live().filter(session=session, part=assignment.part)
    if assignment.part == Part.LEAD:
        return not live.exists()
    return not live.filter(stands_in_for=assignment.root).exists()
