"""What of feedback waits on the coordinator's desk."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, Q, Subquery, Value, When

from feedback.models import Comment, Round, Wave

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CommentsToRead:
    """How many nobody has read, and how many may be a concern; None stands for none."""

    unread: int | None = None
    flagged: int | None = None


def on_the_desk(on, at_most):
    """Open rounds that were opened a week ago or more and in which fewer than half answered, the first to
    close first, each with `asked` and `so_far`; and CommentsToRead. In one query, because the desk asks a
    lot: the newest round comes along and brings the counts, and without a round there are no comments."""
    old_enough = Round.objects.open_on(on).filter(wave=Wave.AFTER, opens_on__lte=on - A_WEEK)
    due = Q(pk__in=old_enough.values("pk"))
    few = due & Q(asked__gt=0, so_far__lt=F("asked") / 2.0)
    newest = Q(pk=Subquery(Round.objects.order_by("-pk").values("pk")[:1]))
    opened = Comment.objects.opened()
    found = list(
        Round.objects.filter(due | newest)
        .with_response()
        .annotate(has_few=Case(When(few, then=True), default=False))
        .filter(Q(has_few=True) | newest)
        .annotate(unread=_count(opened.filter(state=Comment.State.NEW)))
        .annotate(flagged=_count(opened.filter(flagged=True)))
        .select_related("session__course", "session__organisation")
        .order_by("-has_few", "closes_on", "pk")[: at_most + 1]
    )
    comments = CommentsToRead(found[0].unread, found[0].flagged) if found else CommentsToRead()
    return [one for one in found if one.has_few][:at_most], comments


def _count(comments):
    return Subquery(comments.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n"))
