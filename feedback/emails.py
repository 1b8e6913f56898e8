"""Every email that this floor sends."""

from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.ui.wording import moment_of


def asked(invitation, *, token):
    """Somebody who attended is asked what they made of it, once."""
    booking, asked_in = invitation.booking, invitation.round
    post(
        kind="feedback/asked",
        about=invitation,
        to=booking.email,
        name=booking.name,
        context={"session": asked_in.session, "closes_on": asked_in.closes_on},
        links={"feedback_link": links.absolute("feedback:respond", token)},
        holds_until=moment_of(asked_in.closes_on),
    )
