"""Who fell out of a team and was not replaced yet, in a line for the coordinator's desk. Reading only."""

from facilitators.models import Assignment
from facilitators.team import parts_short
from stepforward.ui.wording import civil_date, say_clock, say_day_short

State = Assignment.State
BECAME = {
    State.GIVEN_BACK: "cannot come",
    State.DECLINED: "declined",
    State.LAPSED: "did not answer",
}


def newest_gap(session, now):
    """(the part that fell free and that nobody has taken, a line about it), of a session from
    `coming_with_teams`; None where there is none. Somebody who accepted and cannot come is named first."""
    asked = {one.stands_in_for_id for one in session.team if one.state == State.OFFERED}
    taken = {one.stands_in_for_id for one in session.team if one.state == State.ACCEPTED}
    short = parts_short(session, session.team)
    roots = [one for one in session.fallen if one.pk == one.root_id and one.pk not in taken]
    roots = [one for one in roots if one.pk in asked or one.part in short]
    if not roots:
        return None
    root = max(roots, key=lambda one: (one.state == State.GIVEN_BACK, one.answered_at))
    asked = [one for one in session.team if one.state == State.OFFERED and one.stands_in_for_id == root.pk]
    who = f"{root.facilitator}, {root.get_part_display().lower()}, {BECAME[root.state]}"
    if not asked:
        return root, f"{who}; nobody is asked"
    due = max(one.answer_by for one in asked)
    day = "today" if civil_date(due) == civil_date(now) else say_day_short(due)
    return root, f"{who}; {len(asked)} asked, answer due {day}, {say_clock(due)}"
