"""The cases of one session: read and printed by its team, picked by those who plan it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import picking
from courses.forms.cases import FindCase
from courses.models import CaseReport, Session
from courses.suggesting import last_uses, suggested, suggestions
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.paging import paged

SUGGESTED = 6
DEEDS = {
    "pick": (picking.pick, "Picked, in the version that is in use now."),
    "leave-out": (picking.leave_out, "Left out."),
    "earlier": (picking.move, "Moved up."),
    "later": (picking.move, "Moved down."),
    "renew": (picking.take_newest, "This session has the newest version now."),
}
MORE = {"earlier": {"places": -1}, "later": {"places": 1}}


def read_by(request, pk):
    """The session, for its whole team and those who plan; `delivers` says whether its other pages open."""
    rows = Session.objects.with_facts().select_related("request")
    session = fetch(
        rows, rows.held_by(request.user, Permission.READ_SESSION_PAPERS), user=request.user, pk=pk
    )
    kept = Session.objects.held_by(request.user, Permission.KEEP_REGISTERS)
    session.delivers = request.user.may(Permission.KEEP_REGISTERS) or kept.filter(pk=pk).exists()
    return session


@requires(Permission.READ_SESSION_PAPERS, or_part_of=True)
def session_cases(request, pk):
    session = read_by(request, pk)
    plans = request.user.may(Permission.PLAN_SESSIONS)
    picks = session.cases.in_order() if plans else session.cases.in_order().readable_by_team()
    context = {"session": session, "plans": plans, "picks": list(picks)}
    if plans:
        context |= _to_pick_from(request, session, context["picks"])
    status = 422 if "form" in context and not context["form"].is_valid() else 200
    return render(request, "courses/session_cases.html", context, status=status)


def _to_pick_from(request, session, picks):
    form, now = FindCase(request.GET), timezone.now()
    q = form.cleaned_data["q"].strip() if form.is_valid() else ""
    used, picked = last_uses(session, now), [pick.case_id for pick in picks]
    for pick in picks:
        pick.last = used.get(pick.case_id)
    if not q:
        fitting = suggestions(session, used, picked=picked)
        return {"form": form, "suggestions": fitting[:SUGGESTED], "others": max(len(fitting) - SUGGESTED, 0)}
    found = CaseReport.objects.for_sessions().exclude(pk__in=picked).select_related("cleared__version")
    found = found.filter(cleared__version__title__icontains=q) | found.filter(
        cleared__version__story__icontains=q
    )
    page = paged(request, found.order_by("cleared__version__title", "pk"), 10)
    fitting = [suggested(case, session.request, used.get(case.pk)) for case in page]
    return {"form": form, "q": q, "page": page, "suggestions": fitting}


@requires(Permission.PLAN_SESSIONS)
@require_POST
def do(request, pk, case_pk, deed):
    if deed not in DEEDS:
        raise Http404
    session, case = get_object_or_404(Session, pk=pk), get_object_or_404(CaseReport, pk=case_pk)
    verb, done = DEEDS[deed]
    more = MORE.get(deed, {"now": timezone.now()} if deed == "pick" else {})
    try:
        verb(session=session, case=case, by=request.user, **more)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, done)
    return redirect("courses:session_cases", pk=pk)
