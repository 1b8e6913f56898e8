"""Looking back on a session, and reading what others chose to share of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators import timekeeping
from facilitators.growing import reflecting
from facilitators.growing.reflection_forms import AREAS, Reflect, ReflectionFilter
from facilitators.models import Assignment, Reflection
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.paging import paged

NAV = "facilitators:roster"
AT_ONCE = 10  # long texts


@requires(Permission.SAY_AVAILABILITY)
def reflection(request, pk):
    user, now = request.user, timezone.now()
    rows = reflecting.open_to(user, now).with_session()
    rows = rows.select_related("facilitator__user", "time_spent", "reflection")
    one = fetch(Assignment.objects.all(), rows, user=user, pk=pk)
    paid = list(reflecting.paid_by(user, one.session))
    before = getattr(one, "reflection", None)
    form = Reflect(
        request.POST if request.method == "POST" else None,
        part=one.part,
        initial=_as_it_stands(one, before, paid),
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = reflecting.keep(assignment=one, by=user, now=now, **form.said)
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, _thanks(kept))
            return redirect("facilitators:offers")
    context = {"one": one, "session": one.session, "form": form, "paid": paid, "before": before}
    return render(request, "facilitators/reflection.html", context, status=422 if form.is_bound else 200)


def _as_it_stands(one, before, paid):
    said = {name: getattr(before, name) for name in ("went_well", "would_change", "shared")} if before else {}
    scales = {}
    for was in one.confidence.all():
        scales |= dict(zip(AREAS[was.area], (was.then, was.now), strict=True))
    return timekeeping.usual(one) | said | scales | {"seen": paid[-1].pk if paid else 0}


def _thanks(kept):
    if kept is None:
        return "Thank you. Your time is noted."
    if kept.shared:
        return "Thank you. The coordinators and the programme leads can read what you wrote."
    return "Thank you. Only you can read what you wrote."


@requires(Permission.READ_REFLECTIONS)
def reflections(request):
    """What facilitators chose to share. No file of it: people's own words stay where they can be taken
    back."""
    form = ReflectionFilter(request.GET or None)
    shared = Reflection.objects.visible_to(request.user).filter(shared=True)
    found = form.narrow(shared) if form.is_bound else shared
    context = {
        "form": form,
        "page": paged(request, found.with_session(), per_page=AT_ONCE),
        "nav_current": NAV,
    }
    return render(request, "facilitators/reflections.html", context, status=422 if form.errors else 200)
