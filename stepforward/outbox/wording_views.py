"""What our emails say: every kind with its wording, to change, to try out, and to take back."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from stepforward.outbox import kinds, rewording
from stepforward.outbox.models import WordingVersion
from stepforward.outbox.rewording import Wording
from stepforward.outbox.sealing import hide, placeholder
from stepforward.outbox.wording_forms import WordingForm
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

COLUMNS = ("Version", "By", "When", "Subject", "Text")


@requires(Permission.WORD_EMAILS)
def wordings(request):
    newest = WordingVersion.objects.order_by("kind", "-number").distinct("kind").select_related("made_by")
    versions = {version.kind: version for version in newest}
    rows = [_row(kind, versions.get(kind.name)) for kind in kinds.declared()]
    context = {
        "groups": [(to, list(group)) for to, group in groupby(rows, key=lambda row: row["kind"].to)],
        "kinds": len(rows),
        "changed": sum(row["state"] != "default" for row in rows),
        "broken": sum(row["state"] == "broken" for row in rows),
    }
    return render(request, "outbox/wordings.html", context)


@requires(Permission.WORD_EMAILS)
def wording(request, kind):
    kind = _kind(kind)
    versions = WordingVersion.objects.filter(kind=kind.name).select_related("made_by")
    if asked := export_asked(request):
        return export(asked, f"wording-of-{kind.title}", COLUMNS, map(_cells, versions))
    if request.method == "POST":
        form = WordingForm(request.POST, kind=kind)
        shown = form.wording() if form.is_valid() else None
        if shown and "preview" not in request.POST and _saved(request, form):
            return redirect("outbox:wording", kind=kind.name)
    latest = versions.first()
    if request.method != "POST":
        shown = _asked_for(request, kind, versions) or _current(kind, latest)
        number = latest.number if latest else 0
        form = WordingForm(
            kind=kind, initial={"subject": shown.subject, "text": shown.text, "based_on": number}
        )
    words = kind.newest()
    context = _row(kind, latest) | {
        "form": form,
        "latest": latest,
        "placeholders": kind.placeholders.items(),
        "real": words is not None,
        "preview": _preview(kind, shown, words) if shown else None,
        "previewing": "preview" in request.POST,
        "page": paged(request, versions, per_page=10),
        "default": rewording.default_of(kind),
    }
    return render(request, "outbox/wording.html", context, status=422 if form.errors else 200)


@requires(Permission.WORD_EMAILS)
@require_POST
def reset(request, kind):
    kind = _kind(kind)
    based_on = request.POST.get("based_on", "")
    if not based_on.isdecimal() or len(based_on) > 9:
        messages.error(request, "This page was incomplete. Look at the wording, then reset it again.")
        return redirect("outbox:wording", kind=kind.name)
    try:
        rewording.reset(kind=kind, based_on=int(based_on), by=request.user)
    except Refused:
        messages.error(request, "Somebody changed this wording just now. Look at it, then reset it again.")
    else:
        messages.success(request, "This email reads as it did at first again.")
    return redirect("outbox:wording", kind=kind.name)


def _cells(version):
    return version.number, version.made_by.name, version.made_at, version.subject, version.text


def _kind(name):
    kind = kinds.find(name)
    if kind is None:
        raise Http404
    return kind


def _row(kind, latest):
    """How a kind stands: its default, changed, or changed in a way that does not fit any more."""
    if latest is None or latest.is_reset:
        state, colour = "default", "grey"
    elif rewording.mistakes(kind, Wording(latest.subject, latest.text)):
        state, colour = "broken", "red"
    else:
        state, colour = "changed", "blue"
    return {"kind": kind, "state": state, "colour": colour, "latest": latest}


def _current(kind, latest):
    """What the page starts with: their own words, even those that do not fit any more."""
    if latest and not latest.is_reset:
        return Wording(latest.subject, latest.text)
    return rewording.default_of(kind)


def _asked_for(request, kind, versions):
    """The earlier version that `?version=` wants to start from; "default" is the template's."""
    asked = request.GET.get("version", "")
    if asked == "default":
        return rewording.default_of(kind)
    if not asked.isdecimal() or len(asked) > 9:
        return None
    version = versions.filter(number=int(asked)).first()
    return _current(kind, version) if version else None


def _saved(request, form):
    """Whether it is the wording now; if not, the form says why and keeps what was typed."""
    based_on = form.cleaned_data["based_on"]
    wording = form.wording()
    try:
        version = rewording.change(
            kind=form.kind, subject=wording.subject, text=wording.text, based_on=based_on, by=request.user
        )
    except Refused as refused:
        form.add_error(refused.field, refused.why)
        now = rewording.latest_of(form.kind)  # what they see next, and may then save over
        form.data = form.data.copy()
        form.data["based_on"] = now.number if now else 0
        return False
    if version is None or version.number == based_on:
        messages.info(request, "Nothing was changed: this is what the email says already.")
    else:
        messages.success(request, "Saved. From now on this email says what you wrote.")
    return True


def _preview(kind, wording, words):
    """{"subject", "text"} with real details, or with examples where `words` is None; None for a wording that
    cannot be filled."""
    if rewording.mistakes(kind, wording):
        return None
    if words is None:
        subject, text = wording.filled(lambda name: kind.placeholders[name].example)
    else:
        words = words | {name: placeholder(name) for name in kind.private}
        subject, text = wording.filled(lambda name: kind.say(name, words))
    return {"subject": subject, "text": hide(text)}
