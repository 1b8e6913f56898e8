"""A term staffed at once: the coordinator's rotas, one of them, and the deeds on it."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators.forms import RotaDays
from facilitators.models import Rota
from facilitators.rota import drafting
from facilitators.rota.offering import offer_parts
from facilitators.rota.showing import rows_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

TERM = timedelta(weeks=13)
COLUMNS = ["From", "Until", "State", "Made by", "Made at", "Parts proposed", "Parts offered"]
COLUMNS += ["Sessions without a team"]


@requires(Permission.STAFF_SESSIONS)
def rotas(request):
    now = timezone.now()
    today = civil_date(now)
    form = RotaDays(request.POST or None, initial={"starts_on": today, "ends_on": today + TERM})
    if request.method == "POST" and form.is_valid():
        try:
            rota = drafting.draft(by=request.user, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            return redirect("facilitators:rota", pk=rota.pk)
    found = Rota.objects.select_related("made_by").with_counts().order_by("-made_at", "-pk")
    if kind := export_asked(request):
        return export(kind, "rotas", COLUMNS, map(_line, found.iterator(500)))
    page = paged(request, found)
    context = {"form": form, "page": page}
    return render(request, "facilitators/rotas.html", context, status=422 if form.errors else 200)


def _line(one):
    """One rota as a line of a spreadsheet."""
    return [
        one.starts_on,
        one.ends_on,
        one.get_state_display(),
        one.made_by.name,
        one.made_at,
        one.proposed,
        one.offered,
        one.unfilled,
    ]


@requires(Permission.STAFF_SESSIONS)
def rota(request, pk):
    found = get_object_or_404(Rota.objects.select_related("made_by", "follows"), pk=pk)
    now = timezone.now()
    rows = rows_of(found, now)
    unfilled = sum(bool(row.why) for row in rows)
    left = sum(part.offered_at is None for row in rows for part in row.parts if not row.has_begun)
    context = {
        "rota": found,
        "goes_on": found.state == Rota.State.WORKING and not drafting.seems_stopped(found, now),
        "rows": rows,
        "unfilled": unfilled,
        "found": sum(bool(row.parts) for row in rows),
        "left": left,
        "all_words": f"Offer all {left}" if left > 1 else "Offer it",
    }
    return render(request, "facilitators/rota.html", context)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def stop(request, pk):
    drafting.stop(rota=get_object_or_404(Rota, pk=pk), by=request.user)
    messages.success(request, "Stopped. Nobody was asked anything.")
    return redirect("facilitators:rota", pk=pk)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def again(request, pk):
    found = get_object_or_404(Rota, pk=pk)
    new = drafting.draft_again(rota=found, keep=_ticked(request, found), by=request.user, now=timezone.now())
    return redirect("facilitators:rota", pk=new.pk)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def offer(request, pk):
    """Offer the ticked parts, or all that are left."""
    found = get_object_or_404(Rota, pk=pk)
    parts = found.parts.filter(offered_at=None) if "all" in request.POST else _ticked(request, found)
    if not parts:
        messages.error(request, "Tick whom to ask first, or offer all.")
        return redirect("facilitators:rota", pk=pk)
    offered, refused = offer_parts(parts=_with_names(parts), by=request.user, now=timezone.now())
    if offered:
        messages.success(
            request, f"{offered} part{'s' * (offered != 1)} offered. Each has an email to answer."
        )
    if refused:
        them = "One part was" if refused == 1 else f"{refused} parts were"
        messages.error(request, f"{them} not offered: see why beside each.")
    return redirect("facilitators:rota", pk=pk)


def _ticked(request, rota):
    keys = [key for key in request.POST.getlist("part") if key.isascii() and key.isdigit() and len(key) < 19]
    return rota.parts.filter(pk__in=keys, offered_at=None)


def _with_names(parts):
    return parts.select_related(
        "session__course", "session__venue", "facilitator__user", "facilitator__organisation"
    )
