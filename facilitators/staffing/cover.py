"""Finding cover: several are asked for one part at once, and whoever accepts first has it."""

from functools import partial

from facilitators import emails, refusals
from facilitators.models import Assignment
from facilitators.staffing.locks import all_or_nothing, session_to_come
from facilitators.staffing.offering import lock_and_let_lapse, make, who_stays
from facilitators.team import DOES

Part, State = Assignment.Part, Assignment.State


@all_or_nothing
def ask_for_cover(*, assignment, facilitators, by, now):
    """Ask these whether they step in for `assignment`, which has ended; all of them, or nobody is told.
    Returns the offers. Raises a Refused that names what is in the way."""
    if not facilitators:
        raise refusals.NobodyAsked("Choose at least one person to ask.")
    session = session_to_come(assignment.session, now)
    root = Assignment.objects.select_related("facilitator__user").get(pk=assignment.root_id)
    members = [(one, Part(root.part)) for one in facilitators]
    people = lock_and_let_lapse(session, members, now)
    refuse_unless_missing(root)
    members = [(who_stays(people[one.pk]), part) for one, part in members]
    others = root.stand_ins.filter(state=State.OFFERED).count() + len(members) - 1
    write = partial(emails.cover_asked, others=others)
    return make(session, members, by=by, now=now, root_id=root.pk, write=write)


def refuse_unless_missing(root):
    """`root` must have ended, and nobody have taken its part in its stead."""
    if root.is_live:
        raise refusals.NotMissing(f"{root.facilitator} is still in the team.")
    taken = root.stand_ins.accepted().select_related("facilitator__user").first()
    if taken is not None:
        raise refusals.NotMissing(f"{taken.facilitator} {DOES[taken.part][0]} already, in their stead.")
