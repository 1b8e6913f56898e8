"""Every email that this floor sends."""

from courses.emails import request_token
from feedback.models import Wave
from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.ui.wording import moment_of

ASKED = {
    Wave.BEFORE: "feedback/asked_before",
    Wave.AFTER: "feedback/asked",
    Wave.THREE_MONTHS: "feedback/asked_three_months",
}
REMINDED = {
    Wave.BEFORE: "feedback/reminded_before",
    Wave.AFTER: "feedback/reminded",
    Wave.THREE_MONTHS: "feedback/reminded_three_months",
}


def asked(invitation, *, token):
    """Somebody is asked for the first time in a wave."""
    _post(ASKED, invitation, token)


def reminded(invitation, *, token):
    """Somebody who has not answered is reminded."""
    _post(REMINDED, invitation, token, version=str(invitation.reminders))


def summed_up(summary):
    """A requester gets the page on their sessions."""
    asked = summary.request
    post(
        kind="feedback/summary",
        about=summary,
        to=asked.contact_email,
        name=asked.contact_name,
        context={"asked": asked, "note": summary.note},
        links={"summary_link": links.absolute("feedback:summary", request_token(asked), summary.pk)},
    )


def _post(kinds, invitation, token, version="1"):
    booking, asked_in = invitation.booking, invitation.round
    session = asked_in.session
    closes = moment_of(asked_in.closes_on)
    post(
        kind=kinds[asked_in.wave],
        about=invitation,
        to=booking.email,
        name=booking.name,
        version=version,
        context={"session": session, "closes_on": asked_in.closes_on},
        links={"feedback_link": links.absolute("feedback:respond", token)},
        holds_until=min(closes, session.starts_at) if asked_in.wave == Wave.BEFORE else closes,
    )
