"""What an offer asks, for the page on which it is answered. Reading only."""

from courses.models import Session, SessionCase
from facilitators.models import Assignment
from facilitators.team import DOES, ORDER
from facilitators.travelling.wishes import miles_to
from stepforward.ui.wording import say_clock, say_people

State = Assignment.State
WHAT_IT_IS = {
    Assignment.Part.LEAD: "You run the session, and are the one its venue and its people turn to.",
    Assignment.Part.CO_FACILITATOR: "You run it together with the lead.",
    Assignment.Part.SHADOW: "You are there to learn, and take on what you and the lead agree.",
    Assignment.Part.OBSERVER: "You watch, and tell the team what you saw.",
}


def what_is_asked(assignment):
    """{name: words} about the session, the part, its team, who comes and what it is tailored to. Three
    queries beside the assignment's own."""
    session = (
        Session.objects.with_places()
        .select_related("course", "venue", "organisation", "request__organisation")
        .get(pk=assignment.session_id)
    )
    cases = SessionCase.objects.filter(session=session).readable_by_team().in_order()
    return {
        "session": session,
        "what_it_is": WHAT_IT_IS[assignment.part],
        "kept": f"{say_clock(assignment.blocked.lower)} to {say_clock(assignment.blocked.upper)}",
        "way": _way(assignment.facilitator, session),
        "others": _team_without(assignment),
        "who_comes": _who_comes(session),
        "cases": [one.version.title for one in cases],
        "moved": session.changed_at and session.changed_at > assignment.offered_at,
    }


def _way(facilitator, session):
    """12 miles from Salford in a straight line; empty where we do not know."""
    miles = miles_to(facilitator, session)
    if miles is None:
        return ""
    if miles == 0:
        return f"In {facilitator.base}, where you are based"
    return f"{miles} {'mile' if miles == 1 else 'miles'} from {facilitator.base} in a straight line"


def _team_without(assignment):
    """["Amy Chan leads", "Ben Li has been asked to co-facilitate", …]"""
    others = Assignment.objects.live().filter(session=assignment.session_id).exclude(pk=assignment.pk)
    others = others.exclude(state=State.OFFERED, stands_in_for=assignment.root_id)
    found = sorted(others.select_related("facilitator__user"), key=lambda one: ORDER.index(one.part))
    return [f"{one.facilitator.user.name} {DOES[one.part][one.state != State.ACCEPTED]}" for one in found]


def _who_comes(session):
    """["About 18 people of Theatres, Bolton", "Nursing, Medical", "7 of 20 places are taken"]"""
    found = []
    if asked := session.request:
        about = asked.said_people
        found.append(f"{about[:1].upper()}{about[1:]} of {asked.team}, {asked.organisation_name}")
        found.append(asked.said_staff_groups)
    elif session.team_name or session.organisation:
        found.append(
            ", ".join(filter(None, [session.team_name, session.organisation and session.organisation.name]))
        )
    if session.state == Session.State.OPEN:
        found.append(f"{session.taken} of {session.capacity} places are taken so far")
    else:
        found.append(f"Room for {say_people(session.capacity)}")
    return [one for one in found if one]
