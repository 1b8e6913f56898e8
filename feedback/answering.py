"""Taking somebody's answers: their invitation is used up and a sealed ballot put in, in one transaction.

No lock but on their own invitation, no counter, no time, no audit: a full lecture room answers at once, and
nothing is left behind that would say who was last.
"""

from django.db import transaction

from feedback.models import Ballot, Invitation, Round
from feedback.refusals import AlreadyAnswered, Closed, Unknown
from feedback.sealing import seal
from stepforward.people import links


def invitation_of(token, *, today):
    """The unused invitation that `token` opens on the civil date `today`; raises Unknown, AlreadyAnswered,
    Closed."""
    invitation = (
        Invitation.objects.select_related(
            "round__session__course", "round__questionnaire", "round__box", "round__pool__box"
        )
        .filter(token_hash=links.hash_of(token))
        .first()
    )
    if invitation is None:
        raise Closed if _is_of_closed_round(token) else Unknown
    if invitation.round.closes_on <= today:
        raise Closed
    if invitation.used:
        raise AlreadyAnswered
    return invitation


def submit(*, invitation, answers, comments, staff_group=""):
    """Seal what was said; raises AlreadyAnswered or Closed when somebody, or the calendar, was quicker.

    `answers` maps a question's code to a value 1 to 5, or to [before, now]; `comments` maps it to
    [text, consent].
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
