"""Every email that this floor sends. Those to the facilitator of one assignment take back what still waits to
be sent about it, because that no longer holds; the joining instructions take back only themselves."""

from datetime import timedelta

from courses.joining.due import version_of
from facilitators.calendars import invitation
from facilitators.models import Assignment
from facilitators.saying.expanding import WEEKS_SHOWN, monday_of
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.people.models import User
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date

OFFER = "facilitators.offer"
AVAILABILITY = "facilitators.availability"
CERTIFICATE = "facilitators/delivery_certified"
JOINING = "facilitators/joining_instructions"
CALENDAR = "facilitators/calendar_fails"
NOBODY_LEFT = "facilitators/nobody_left"
ASKED = "facilitators/when_free"
LINK_HOLDS = timedelta(days=60)
DROPPED_OUT = "facilitators/dropped_out"


def part_offered(assignment):
    """An offer, with the private page on which it can be answered; the page stays until the session is
    over."""
    offer = {"offer_link": _offer_page(assignment)}
    _post("part_offered", assignment, links=offer, holds_until=assignment.answer_by)


def cover_asked(assignment, *, others):
    """The same, where `others` are asked at once and the first to accept has it."""
    words = ""
    if others:
        people = "somebody else" if others == 1 else f"{others} others"
        words = f"We have asked {people} as well. Whoever accepts first has the part."
    offer = {"offer_link": _offer_page(assignment)}
    _post("cover_asked", assignment, links=offer, holds_until=assignment.answer_by, others=words)


def cover_found(assignment):
    """Somebody else accepted before they answered."""
    links.withdraw(OFFER, assignment)
    _post("cover_found", assignment)


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
        offer, until = {"offer_link": _offer_page(assignment)}, assignment.answer_by
        _post("offer_changed", assignment, version=version, links=offer, holds_until=until)


def stood_down(assignment, *, reason="", given_back=False):
    """They are out of the team, while the assignment still says what they were: asked, or accepted."""
    if not given_back:  # whoever gives a part back reads on its page what comes next
        links.withdraw(OFFER, assignment)
    accepted = assignment.state == Assignment.State.ACCEPTED
    kind = "part_given_back" if given_back else "stood_down" if accepted else "offer_withdrawn"
    _post(kind, assignment, method="CANCEL" if accepted else "", reason=reason)


def no_longer_asked(assignment, *, by):
    """They declined, or it lapsed: what still waits to be sent asks for an answer that nobody needs."""
    withdraw_for(about=assignment, by=by)


def nobody_left(assignment):
    """A part is free again, and there is no reserve left to ask."""
    _tell_who_staffs(NOBODY_LEFT, assignment)


def dropped_out(assignment, asked, *, said_by):
    """Somebody who had accepted cannot come. `asked` is the offer to a reserve, or None. Whoever said it for
    them is not told what they said."""
    _tell_who_staffs(DROPPED_OUT, assignment, but=said_by, asked=asked)


def _tell_who_staffs(kind, assignment, *, but=None, **words):
    session = assignment.session
    cover = links.absolute("facilitators:find_cover", session.pk, assignment.pk)
    for user in who_staffs(session):
        if user != but:
            post(
                kind=kind,
                about=assignment,
                to=user.email,
                name=user.name,
                context=_words(assignment) | {"reason": assignment.reason, "cover_link": cover} | words,
                holds_until=session.starts_at,
            )


def who_staffs(session):
    """Whoever works on its request, or planned it; where that is nobody who may, everybody who may."""
    owner = session.request.owner if session.request_id else None
    for user in (owner, session.planned_by):
        if user is not None and user.may(Permission.STAFF_SESSIONS):
            return [user]
    return list(User.objects.who_may(Permission.STAFF_SESSIONS))


def joining_instructions(assignment):
    """What everybody with a place was told, with an entry for the calendar that says it too. What else waits
    about their part still holds; an earlier version of this does not."""
    withdraw_for(about=assignment, kinds=[JOINING])
    session, user = assignment.session, assignment.facilitator.user
    post(
        kind=JOINING,
        about=assignment,
        to=user.email,
        name=user.name,
        version=version_of(session),
        context=_words(assignment) | {"offers_link": links.absolute("facilitators:offers")},
        calendar=invitation(assignment, "REQUEST"),
        calendar_method="REQUEST",
        holds_until=session.starts_at,
    )


def delivery_certified(certificate):
    """The certificate, and where they may look back on the session."""
    part = Assignment.objects.accepted().filter(session=certificate.session_id)
    part = part.filter(facilitator__user=certificate.holder_id, part__in=Assignment.DELIVERS).first()
    offers = links.absolute("facilitators:offers")
    post(
        kind=CERTIFICATE,
        about=certificate,
        to=certificate.holder.email,
        name=certificate.name,
        context={
            "certificate": certificate,
            "offers_link": offers,
            "reflection_link": links.absolute("facilitators:reflection", part.pk) if part else offers,
        },
        links={"certificate_link": links.absolute("courses:certificate", certificate.code)},
    )


def calendar_fails(calendar):
    """To its owner, once for each time that it began to fail. Its name stays out of it: coordinators read
    what we send, and it may say more than that somebody is busy."""
    user = calendar.facilitator.user
    post(
        kind=CALENDAR,
        about=calendar,
        to=user.email,
        name=user.name,
        version=f"{calendar.failing_since:%Y%m%dT%H%M%S}",
        context={"calendar": calendar, "calendars_link": links.absolute("facilitators:busy_calendars")},
    )


def when_free(facilitator, now):
    """Asks when they are free in the coming six weeks, with their private page; at most once a day."""
    token = links.issue(AVAILABILITY, facilitator, expires_at=now + LINK_HOLDS)
    first = civil_date(now)
    withdraw_for(about=facilitator)
    post(
        kind=ASKED,
        about=facilitator,
        to=facilitator.user.email,
        name=facilitator.user.name,
        version=f"{first}",
        context={"first": first, "last": monday_of(first) + timedelta(weeks=WEEKS_SHOWN, days=-1)},
        links={"availability_link": links.absolute("facilitators:availability_by_link", token)},
        holds_until=now + LINK_HOLDS,
    )


def _offer_page(assignment):
    expires_at = max(assignment.session.ends_at, assignment.answer_by)
    return links.absolute("facilitators:offer_link", links.issue(OFFER, assignment, expires_at=expires_at))


def _post(kind, assignment, *, method="", links=None, version="1", holds_until=None, **words):
    user = assignment.facilitator.user
    withdraw_for(about=assignment)
    post(
        kind=f"facilitators/{kind}",
        about=assignment,
        to=user.email,
        name=user.name,
        version=version,
        context=_words(assignment) | words,
        links=links,
        calendar=invitation(assignment, method) if method else "",
        calendar_method=method,
        holds_until=holds_until,
    )


def _words(assignment):
    return {
        "assignment": assignment,
        "part": assignment.get_part_display().lower(),
        "session": assignment.session,
        "place": assignment.session.place_in_full,
    }
