"""The coordinator reads comments before the session's team does, because people sometimes name people; and
chooses which of them the website quotes."""

from django.db import transaction

from feedback import quoting
from feedback.models import Comment, Consent, Pool, Round
from feedback.refusals import NotToBeQuoted
from stepforward.audit.recording import record


@transaction.atomic
def review(*, comment, state, by):
    """Show a comment to the team or withhold it. What is withheld leaves the website, too."""
    _lock_owner(comment)
    changes = {"state": state} if state == Comment.State.SHOWN else {"state": state, "on_website": False}
    Comment.objects.filter(pk=comment.pk).update(**changes)
    record("comment reviewed", comment, by=by, state=state)


@transaction.atomic
def quote(*, comment, by):
    """Quote a comment on the website. Raises NotToBeQuoted."""
    _lock_owner(comment)
    agreed = {"consent": Consent.PUBLIC, "state": Comment.State.SHOWN}
    if not Comment.objects.filter(pk=comment.pk, **agreed).exists():
        raise NotToBeQuoted("Only what you have read and shown, and may quote publicly, goes on the website.")
    if not quoting.in_company().filter(pk=comment.pk).exists():
        raise NotToBeQuoted(quoting.TOO_FEW)
    Comment.objects.filter(pk=comment.pk).update(on_website=True)
    record("comment put on the website", comment, by=by)


@transaction.atomic
def stop_quoting(*, comment, by):
    _lock_owner(comment)
    if Comment.objects.filter(pk=comment.pk, on_website=True).update(on_website=False):
        record("comment taken off the website", comment, by=by)


def _lock_owner(comment):
    """Counting writes comments anew under the same lock, so neither misses what the other did."""
    owner, pk = (Round, comment.round_id) if comment.round_id else (Pool, comment.pool_id)
    owner.objects.select_for_update(no_key=True).get(pk=pk)
