"""Planning several dates in one go, and a session once more on another date."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses import series
from courses.clashes import clashes_of_each
from courses.forms.series import CopySession, PlanSeries
from courses.models import Course, Session
from courses.views.planning import seen, unseen
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import in_london

NAV = "courses:manage_sessions"


@requires(Permission.PLAN_SESSIONS)
def new_series(request):
    """The form, then its dates with what is in their way to look at, then the sessions."""
    first = {"course": Course.objects.order_by("pk").first(), "capacity": 24, "weeks": 1}
    form, planned = PlanSeries(initial=first), []
    if request.method == "POST":
        form = PlanSeries(request.POST, initial=first)
        if form.is_valid():
            planned = _as_planned(form)
            if request.POST.get("dates_seen") == _fingerprint(planned):
                try:
                    made = _plan(request, form)
                except Refused as refused:
                    form.add_error(refused.field if refused.field in form.fields else None, refused.why)
                    planned = []
                else:
                    messages.success(request, f"{len(made)} sessions are planned. Each needs its own team.")
                    return redirect("courses:manage_session", pk=made[0].pk)
    context = {"form": form, "planned": planned, "dates_seen": _fingerprint(planned), "nav_current": NAV}
    status = 422 if form.is_bound and not planned else 200
    return render(request, "courses/new_series.html", context, status=status)


def _plan(request, form):
    return series.plan_series(
        moments=form.cleaned_data["moments"],
        rhythm=form.rhythm,
        by=request.user,
        now=timezone.now(),
        **form.said,
    )


def _as_planned(form):
    """The sessions that the form asks for, unsaved, each with what is in its place at its time."""
    place = {name: form.said[name] for name in ("venue", "online_link")}
    moments = form.cleaned_data["moments"]
    planned = [Session(starts_at=starts_at, ends_at=ends_at, **place) for starts_at, ends_at in moments]
    for session, clashes in zip(planned, clashes_of_each(planned), strict=True):
        session.in_its_place = clashes
    return planned


def _fingerprint(planned):
    """What was shown of the dates: another date, or something new in the way, and it is shown again."""
    shown = (f"{one.starts_at:%Y%m%d%H%M}-{one.ends_at:%H%M}:{seen(one.in_its_place)}" for one in planned)
    return ";".join(shown)


@requires(Permission.PLAN_SESSIONS)
def copy_session(request, pk):
    session, clashes = get_object_or_404(Session.objects.with_facts(), pk=pk), []
    first = {
        "starts": in_london(session.starts_at).time(),
        "minimum_people": session.minimum_people,
        "visibility": session.visibility,
    }
    form = CopySession(initial=first)
    if request.method == "POST":
        form = CopySession(request.POST, initial=first)
        if form.is_valid() and not (clashes := unseen(request, [_moved(session, form)])):
            try:
                made = series.copy(
                    session=session,
                    starts_at=form.cleaned_data["starts_at"],
                    by=request.user,
                    now=timezone.now(),
                    **form.instead,
                )
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.why)
            else:
                messages.success(request, "Copied. It needs a team before it can open.")
                return redirect("courses:manage_session", pk=made.pk)
    context = {"form": form, "session": session, "clashes": clashes}
    return render(request, "courses/copy_session.html", context, status=422 if form.is_bound else 200)


def _moved(session, form):
    starts_at = form.cleaned_data["starts_at"]
    retired = session.venue and session.venue.retired_at
    return Session(
        venue=None if retired else session.venue,
        online_link=session.online_link,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
    )
