"""What people say, and whether it lasts: for those who lead the programme."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from feedback import spreads
from feedback.not_shown import not_shown
from feedback.sections import SECTIONS
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.rollout.forms import Filters
from stepforward.rollout.panel import ReadPanel
from stepforward.rollout.scope import scope_from
from stepforward.ui.exports import FORMATS, export


@requires(Permission.SEE_ROLLOUT)
def analysis(request):
    scope = scope_from(request.GET, now=timezone.now())
    why = spreads.why_not_shown(scope)
    return render(
        request,
        "feedback/analysis.html",
        {
            "scope": scope,
            "form": Filters(scope),
            "why": why,
            "sections": [] if why else [ReadPanel(section, scope) for section in SECTIONS.values()],
            "not_shown": [] if why else not_shown(scope),
        },
    )


@requires(Permission.SEE_ROLLOUT)
def analysis_file(request, slug, kind):
    section, scope = SECTIONS.get(slug), scope_from(request.GET, now=timezone.now())
    if section is None or kind not in FORMATS or spreads.why_not_shown(scope):
        raise Http404
    table = section.table(scope)
    if table is None:
        raise Http404
    return export(kind, f"feedback-{slug}", table.header, table.rows)
