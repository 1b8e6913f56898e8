"""Taking somebody's answers: their invitation is used up and a sealed ballot put in, in one transaction.

No lock but on their own invitation, no counter, no time, no audit: a full lecture room answers at once, and
nothing is left behind that would say who was last.
"""

from django.db import transaction

from feedback.models import Ballot, Invitation, InvitationLink, Round
from feedback.refusals import AlreadyAnswered, Closed, Unknown
from feedback.sealing import seal
from feedback.waves import is_too_late
from stepforward.people import links


def invitation_of(token, *, now):
    """The unused invitation that `token` opens at `now`; raises Unknown, AlreadyAnswered, Closed."""
    # No wider join: Postgres would take longer to plan it than to follow the keys one by one.
    known = InvitationLink.objects.select_related("invitation__round__session")
    link = known.filter(token_hash=links.hash_of(token)).first()
    if link is None:
        raise Closed if _is_of_closed_round(token) else Unknown
    if is_too_late(link.invitation.round, now):
        raise Closed
    if link.invitation.used:
        raise AlreadyAnswered
    return link.invitation


def submit(*, invitation, answers, comments, staff_group=""):
    """Seal what was said; raises AlreadyAnswered or Closed when somebody, or the calendar, was quicker.

    `answers` maps a question's code to a value, to [before, now], or to the options chosen; `comments` maps
    it to [text, consent].
    """
    asked = invitation.round
    sealed = seal(
        {"group": staff_group, "answers": answers, "comments": comments},
        asked.pool.box.public_key,
        asked.box.public_key,
    )
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk, used=False).update(used=True):
            gone = not Invitation.objects.filter(pk=invitation.pk).exists()
            raise Closed if gone else AlreadyAnswered
        Ballot.objects.create(box_id=asked.box_id, sealed=sealed)


def _is_of_closed_round(token):
    number = token.partition("-")[0]
    return (
        number.isascii() and number.isdigit() and Round.objects.filter(pk=number[:18], closed=True).exists()
    )
