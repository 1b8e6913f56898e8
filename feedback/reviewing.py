"""The coordinator reads comments before the session's team does, because people sometimes name people."""

from django.db import transaction

from feedback.models import Comment, Pool, Round
from stepforward.audit.recording import record


@transaction.atomic
def review(*, comment, state, by):
    """Show a comment to the team or withhold it."""
    # Counting writes comments anew under the same lock, so neither misses what the other did.
    owner, pk = (Round, comment.round_id) if comment.round_id else (Pool, comment.pool_id)
    owner.objects.select_for_update(no_key=True).get(pk=pk)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    record("comment reviewed", comment, by=by, state=state)
