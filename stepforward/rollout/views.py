from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.rollout import registry
from stepforward.rollout.forms import Filters
from stepforward.rollout.freshness import say_ago
from stepforward.rollout.panel import ReadPanel
from stepforward.rollout.scope import scope_from
from stepforward.rollout.totals import counted_last
from stepforward.ui.exports import FORMATS, export


@requires(Permission.SEE_ROLLOUT)
def dashboard(request):
    sees_cascade = {"sees_cascade": request.user.may(Permission.SEE_CASCADE)}
    return render(request, "rollout/dashboard.html", _read(request) | sees_cascade)


@requires(Permission.SEE_ROLLOUT)
def report(request):
    return render(request, "rollout/report.html", _read(request))


@requires(Permission.SEE_ROLLOUT)
def panel_file(request, slug, kind):
    panel = registry.panel(slug)
    if panel is None or kind not in FORMATS:
        raise Http404
    table = panel.table(scope_from(request.GET, now=timezone.now()))
    if table is None:
        raise Http404
    return export(kind, slug, table.header, table.rows)


def _read(request):
    now = timezone.now()
    scope, last = scope_from(request.GET, now=now), counted_last()
    panels = [ReadPanel(panel, scope) for panel in registry.panels()]
    return {
        "scope": scope,
        "form": Filters(scope),
        "panels": panels,
        "headlines": [one.reading.headline for one in panels if one.reading.headline],
        "counted": say_ago(last, now) if last else "",
        "now": now,
    }
