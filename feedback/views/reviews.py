"""One comment: reading it, and everything that is decided about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from feedback import known_names, reviewing
from feedback.detecting import redacted
from feedback.models import Comment
from feedback.refusals import ChangedMeanwhile
from feedback.review_forms import Flag, Hide, Redact
from stepforward.people.access import requires
from stepforward.people.roles import Permission

REVIEW = Permission.READ_SESSION_FEEDBACK
NAV = "feedback:comments"


@requires(Permission.READ_COMMENTS)
def comment(request, pk):
    return _page(request, _comment(pk))


@require_POST
@requires(REVIEW)
def publish(request, pk):
    return _decide(request, reviewing.publish, _comment(pk), "The session’s team can read it now.")


@require_POST
@requires(REVIEW)
def hide(request, pk):
    one, form = _comment(pk), Hide(request.POST)
    if not form.is_valid():
        return _page(request, one, hide=form)
    return _decide(request, reviewing.hide, one, "Nobody but the reviewers reads it.", **form.cleaned_data)


@require_POST
@requires(REVIEW)
def flag(request, pk):
    one, form = _comment(pk), Flag(request.POST)
    if not form.is_valid():
        return _page(request, one, flag=form)
    said = "It is marked as a concern, and stays on the desk until you settle it."
    return _decide(request, reviewing.flag, one, said, on=False, **form.cleaned_data)


@require_POST
@requires(REVIEW)
def settle_flag(request, pk):
    said = "The concern is settled. Your note stays with the comment."
    return _decide(request, reviewing.settle_flag, _comment(pk), said, on=False)


@requires(REVIEW)
def redact(request, pk):
    """Write the words to show; see them beside those that go; say that this is meant."""
    one = _comment(pk)
    spans = known_names.spans_of([one])[one.pk]
    start = redacted(one.text, spans) if "marked" in request.GET else one.text
    form = Redact(
        request.POST if request.method == "POST" else None, written=one.text, initial={"text": start}
    )
    if form.is_valid() and request.POST.get("seen") != one.seen_as:
        form.add_error("text", ChangedMeanwhile().why)
    if form.is_valid() and "sure" in request.POST:
        said = "The new words are shown. Those that were written are deleted."
        return _decide(request, reviewing.redact, one, said, **form.cleaned_data)
    asks = form.is_valid() and "again" not in request.POST
    context = {"comment": one, "spans": spans, "form": form, "asks": asks, "nav_current": NAV}
    return render(request, "feedback/redact.html", context, status=422 if form.errors else 200)


def _decide(request, verb, one, said, *, on=True, **given):
    """Do it, and go on to the next that nobody has read, or stay."""
    try:
        verb(comment=one, by=request.user, seen=request.POST.get("seen", ""), **given)
    except ChangedMeanwhile as changed:
        messages.error(request, changed.why)
        return redirect("feedback:comment", one.pk)
    messages.success(request, said)
    following = _unread().exclude(pk=one.pk).first() if on else one
    return redirect("feedback:comment", following.pk) if following else redirect("feedback:comments")


def _page(request, one, *, hide=None, flag=None):
    context = {
        "comment": one,
        "spans": known_names.spans_of([one])[one.pk],
        "hide": hide or Hide(),
        "flag": flag or Flag(),
        "forms": [form for form in (hide, flag) if form],
        "reviews": request.user.may(REVIEW),
        "left": _unread().exclude(pk=one.pk).count(),
        "nav_current": NAV,
    }
    return render(request, "feedback/comment.html", context, status=422 if hide or flag else 200)


def _unread():
    return Comment.objects.opened().filter(state=Comment.State.NEW).oldest_first()


def _comment(pk):
    return get_object_or_404(Comment.objects.opened().with_origin(), pk=pk)
