"""Coding: one comment after the other, and how far two coders agree."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from feedback import coding, coding_queue, suggesting
from feedback.agreement import agreements
from feedback.coding_forms import Code, key_of
from feedback.models import Coding, Suggestion
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked

COLUMNS = (
    "Theme",
    "Both",
    "Only the first",
    "Only the second",
    "Neither",
    "Coded twice",
    "Agreed, %",
    "Kappa",
)


@requires(Permission.READ_COMMENTS)
def code(request):
    """The next comment to code, or the one whose coding the coder changes (?change=); ?after= leaves one
    out, ?second= codes what somebody else has coded."""
    codebook = coding_queue.current()
    if codebook is None:
        return render(request, "feedback/coding.html", {"codebook": None})
    said, as_second = request.POST or request.GET, "second" in request.GET
    waiting = _waiting(codebook, request.user, as_second)
    changes = key_of(request.GET.get("change"))
    comment = _of(said, coding_queue.to_code(), waiting, changes)
    themes = list(codebook.themes.all())
    form = Code(
        request.POST or None, themes=themes, **_drawn(comment, codebook, request.user, as_second, changes)
    )
    if request.method == "POST" and comment and form.is_valid():
        found = {"themes": form.cleaned_data["themes"], "as_second": as_second}
        try:
            coding.code(comment=comment, codebook=codebook, by=request.user, **found)
        except Refused as refused:
            messages.error(request, refused.why)
            return redirect(_address(as_second))
        return redirect(_address(as_second, done=comment.pk))
    context = {
        "codebook": codebook,
        "comment": comment,
        "form": form,
        "as_second": as_second,
        "changes": changes,
        "left": waiting.count(),
        "done": key_of(request.GET.get("done")),
        "missing": suggesting.missing(codebook),
    }
    return render(request, "feedback/coding.html", context, status=422 if form.errors else 200)


@requires(Permission.READ_COMMENTS)
def agreement(request):
    codebook = coding_queue.current()
    themes, overall = agreements(codebook) if codebook else ([], None)
    if kind := export_asked(request):
        return export(kind, "agreement", COLUMNS, map(_line, filter(None, [*themes, overall])))
    return render(
        request, "feedback/agreement.html", {"codebook": codebook, "themes": themes, "overall": overall}
    )


def _waiting(codebook, user, as_second):
    if as_second:
        return coding_queue.to_code_second(codebook, user)
    return coding_queue.to_code_first(codebook)


def _of(said, all_of_them, waiting, changes):
    """The comment that a form is about, that is changed, or that comes next."""
    asked = changes or key_of(said.get("comment"))
    if asked:
        return get_object_or_404(all_of_them.with_origin(), pk=asked)
    after = key_of(said.get("after"))
    following = waiting.filter(pk__gt=after) if after else waiting
    return following.with_origin().first()


def _drawn(comment, codebook, user, as_second, changes):
    """What the form begins with: one's own coding where it is changed; else suggestions, which a second coder
    does not see, because they come from the first."""
    if comment is None:
        return {}
    if changes:
        own = get_object_or_404(Coding, comment=comment, codebook=codebook, by=user, as_second=as_second)
        chosen = list(own.themes.values_list("code", flat=True))
        return {"initial": {"themes": chosen or ["none"]}}
    if as_second:
        return {}
    suggested = Suggestion.objects.filter(comment=comment, theme__codebook=codebook)
    return {"suggested": set(suggested.values_list("theme", flat=True))}


def _address(as_second, **more):
    query = {"second": "yes"} if as_second else {}
    return reverse("feedback:coding", query=query | more)


def _line(one):
    kappa = None if one.kappa is None else round(one.kappa, 2)
    return [one.name, one.both, one.first_only, one.second_only, one.neither, one.n, one.agreed, kappa]
