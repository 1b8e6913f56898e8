"""The comments that wait for somebody to read them, the oldest session first."""

import uuid

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from feedback import coding_queue, known_names, reviewing
from feedback.models import Comment
from feedback.review_forms import CommentFilter
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

COLUMNS = ("Session", "Course", "Question", "Comment", "State", "Quoting", "Concern", "Themes")


@requires(Permission.READ_COMMENTS)
def comments(request):
    form = CommentFilter(request.GET)
    found = form.narrow(Comment.objects.opened()).with_origin().oldest_first()
    if (kind := export_asked(request)) and not form.errors:
        with_themes = found.annotate(themes=ArraySubquery(_themes_of(OuterRef("pk"))))
        return export(kind, "comments", COLUMNS, map(_line, with_themes.iterator(chunk_size=500)))
    page, reviews = paged(request, found), request.user.may(Permission.READ_SESSION_FEEDBACK)
    spans = known_names.spans_of(page.object_list)
    for one in page:
        one.spans = spans[one.pk]
        is_unread = one.state == Comment.State.NEW and not one.flagged
        one.may_go_at_once = reviews and is_unread and not one.spans
    context = {"page": page, "form": form, "some_at_once": any(one.may_go_at_once for one in page)}
    return render(request, "feedback/comments.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.READ_SESSION_FEEDBACK)
def publish_together(request):
    published, left = reviewing.publish_together(comments=_chosen(request), by=request.user)
    if published:
        messages.success(request, f"{_comments(published)} published: their sessions’ teams can read them.")
    if left:
        messages.error(request, f"{_comments(left)} not published: look at each one first, it is marked.")
    if not published and not left:
        messages.error(
            request, "Tick the comments to publish. Those that somebody has read stay as they are."
        )
    return redirect("feedback:comments")


def _chosen(request):
    for said in request.POST.getlist("comment")[:100]:
        try:
            yield uuid.UUID(said)
        except ValueError:
            continue


def _comments(n):
    return f"{n} comment is" if n == 1 else f"{n} comments are"


def _themes_of(comment):
    first = {"codings__comment": comment, "codings__as_second": False}
    return coding_queue.themes().filter(**first).values("name")


def _line(comment):
    """One line of a file. It holds words that a reviewer has shown, and no others."""
    is_shown = comment.state == Comment.State.SHOWN
    return [
        civil_date(comment.round.session.starts_at) if comment.round else "Several sessions",
        comment.course.name,
        comment.asked,
        comment.text if is_shown else "",
        comment.get_state_display(),
        comment.get_consent_display(),
        "Yes" if comment.flagged else "",
        "; ".join(comment.themes),
    ]
