"""Every email that this floor sends. All go to the facilitator of one assignment."""

from facilitators.calendars import invitation
from facilitators.models import Assignment
from stepforward.outbox.posting import post
from stepforward.people import links

OFFER = "facilitators.offer"


def part_offered(assignment):
    """An offer, with the private page on which it can be answered; the page stays until the session is
    over."""
    _post("part_offered", assignment, links={"offer_link": _offer_page(assignment)})


def part_accepted(assignment):
    _post("part_accepted", assignment, method="REQUEST", offers_link=links.absolute("facilitators:offers"))


def session_moved(assignment):
    """The session's time or place changed: a new entry for those who accepted, a new link for those still
    asked."""
    version = str(assignment.session.sequence)
    if assignment.state == Assignment.State.ACCEPTED:
        offers = links.absolute("facilitators:offers")
        _post("session_moved", assignment, method="REQUEST", version=version, offers_link=offers)
    else:
        _post("offer_changed", assignment, version=version, links={"offer_link": _offer_page(assignment)})


def stood_down(assignment, *, reason="", given_back=False):
    """They are out of the team, while the assignment still says what they were: asked, or accepted."""
    links.withdraw(OFFER, assignment)
    accepted = assignment.state == Assignment.State.ACCEPTED
    kind = "part_given_back" if given_back else "stood_down" if accepted else "offer_withdrawn"
    _post(kind, assignment, method="CANCEL" if accepted else "", reason=reason)


def _offer_page(assignment):
    expires_at = max(assignment.session.ends_at, assignment.answer_by)
    return links.absolute("facilitators:offer_link", links.issue(OFFER, assignment, expires_at=expires_at))


def _post(kind, assignment, *, method="", links=None, version="1", **words):
    user, session = assignment.facilitator.user, assignment.session
    post(
        kind=f"facilitators/{kind}",
        about=assignment,
        to=user.email,
        name=user.name,
        version=version,
        context={
            "assignment": assignment,
            "part": assignment.get_part_display().lower(),
            "session": session,
            "place": session.place_in_full,
            **words,
        },
        links=links,
        calendar=invitation(assignment, method) if method else "",
        calendar_method=method,
    )
