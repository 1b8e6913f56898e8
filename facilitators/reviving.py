"""A session that was called off takes place after all, and whoever was in its team is asked again."""

from django.db import transaction

from courses import reviving
from facilitators import staffing
from facilitators.matching import candidates
from facilitators.models import Assignment, Facilitator
from facilitators.team import ORDER
from stepforward.refusals import Refused

GONE = "Has left the programme"


def former_team(session, now):
    """[(assignment that the call-off ended, why they are not free any more, or ""), …], the lead first."""
    ended = Assignment.objects.filter(session=session).exclude(called_off_from="")
    ended = ended.select_related("facilitator__user", "facilitator__organisation")
    if not ended:
        return []
    known = {one.facilitator.pk: one for one in candidates(session, now)}
    found = []
    for one in sorted(ended, key=lambda one: (ORDER.index(one.part), one.pk)):
        candidate = known.get(one.facilitator_id)
        found.append((one, candidate.why if candidate else GONE))
    return found


@transaction.atomic
def revive_session(*, session, by, now):
    """Bring it back, and offer everybody who was in its team, or asked to be, their part again if they are
    still free. Returns the session, and of those who are not [(assignment, why), …]."""
    session = reviving.revive(session=session, by=by, now=now)
    team = former_team(session, now)
    ids = sorted(one.facilitator_id for one, _ in team)
    list(Facilitator.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    not_asked = []
    for one, why in team:
        if not why:
            try:
                _ask_again(session, one, by=by, now=now)
            except Refused as refused:  # taken by somebody else since, or by another part of theirs
                why = refused.why
        if why:
            not_asked.append((one, why))
    Assignment.objects.filter(pk__in=[one.pk for one, _ in team]).update(called_off_from="")
    return session, not_asked


def _ask_again(session, one, *, by, now):
    """One of several who were asked to step in is so again; everybody else is offered their part."""
    if one.stands_in_for_id and one.called_off_from == Assignment.State.OFFERED:
        staffing.ask_for_cover(assignment=one, facilitators=[one.facilitator], by=by, now=now)
    else:
        staffing.offer(session=session, facilitator=one.facilitator, part=one.part, by=by, now=now)
