"""Planning a session, changing it, calling it off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses import scheduling
from courses.clashes import clashes_of_each
from courses.forms.planning import CallOff, ChangeSession, PlanSession, as_it_stands, on_another_day
from courses.models import Course, Session, TrainingRequest
from courses.planned_days import DAY_PART_STARTS, chosen_in, first_day_for
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import today

WHERE_AND_WHEN = ("venue", "online_link", "starts_at", "ends_at")


@requires(Permission.PLAN_SESSIONS)
def new_session(request):
    return _plan(request, initial={"course": Course.objects.order_by("pk").first(), "capacity": 24})


@requires(Permission.PLAN_SESSIONS)
def plan_for_request(request, pk, *, then="courses:manage_session"):
    """Plans a session for a request, on the day and at the place that the address names, or the first that
    suits; goes on to the page `then` of the session."""
    rows = TrainingRequest.objects.visible_to(request.user).select_related("organisation", "owner")
    asked = get_object_or_404(rows, pk=pk)
    if not asked.is_standing:
        messages.error(
            request, f"This request was {asked.get_state_display().lower()}, so nothing is planned for it."
        )
        return redirect("courses:request_detail", pk=pk)
    initial = _as_asked(asked) | chosen_in(request.GET)
    return _plan(request, asked=asked, initial=initial, then=then)


def _as_asked(asked):
    """The form's first values: the first day that suits, at the time of day that suits."""
    course = Course.objects.order_by("pk").first()
    return {
        "course": course,
        "day": first_day_for(asked, today()),
        "starts": DAY_PART_STARTS[asked.day_parts[0]] if asked.day_parts else None,
        "capacity": min(asked.people, course.maximum_people) if course else asked.people,
        "organisation": asked.organisation_id,
        "team_name": asked.team,
    }


def _plan(request, *, initial, asked=None, then="courses:manage_session"):
    form = (
        PlanSession(request.POST, initial=initial)
        if request.method == "POST"
        else PlanSession(initial=initial)
    )
    clashes = []
    if form.is_bound and form.is_valid() and not (clashes := unseen(request, [standing(form.said)])):
        try:
            session = scheduling.plan(request=asked, by=request.user, **form.said)
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, "The session is planned. It needs a team before it can open.")
            return redirect(then, pk=session.pk)
    context = {"form": form, "asked": asked, "clashes": clashes}
    return render(request, "courses/plan_session.html", context, status=422 if form.is_bound else 200)


def change(request, pk, *, verb):
    """The page that changes a session by `verb`, such as scheduling.change. The floor above calls it with a
    verb that takes the team along."""
    session = get_object_or_404(Session.objects.with_facts(), pk=pk)
    initial = as_it_stands(session) | on_another_day(session, chosen_in(request.GET))
    form, clashes = ChangeSession(initial=initial, course=session.course), []
    if request.method == "POST":
        form = ChangeSession(request.POST, initial=form.initial, course=session.course)
        if form.is_valid() and not (clashes := _clashes_of_move(request, session, form.said)):
            try:
                changed = verb(session=session, by=request.user, now=timezone.now(), **form.said)
            except Refused as refused:
                _say(form, refused)
            else:
                moved = changed.sequence != session.sequence
                told = " Everybody with a place has been told." if moved and session.state == "open" else ""
                messages.success(request, f"Changed.{told}")
                return redirect("courses:manage_session", pk=pk)
    context = {"form": form, "session": session, "clashes": clashes}
    return render(request, "courses/change_session.html", context, status=422 if form.is_bound else 200)


def call_off(request, pk, *, verb):
    """The page that calls a session off by `verb`; see `change`."""
    session = get_object_or_404(Session.objects.with_facts().with_places(), pk=pk)
    form = CallOff()
    if request.method == "POST":
        form = CallOff(request.POST)
        if form.is_valid():
            try:
                verb(session=session, by=request.user, now=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                _say(form, refused)
            else:
                messages.success(request, "The session is called off, and everybody has been told.")
                return redirect("courses:manage_session", pk=pk)
    context = {"form": form, "session": session}
    return render(request, "courses/call_off_session.html", context, status=422 if form.is_bound else 200)


def _clashes_of_move(request, session, said):
    """What is `unseen` where the session goes; nothing where it stays where and when it was."""
    if all(getattr(session, name) == said[name] for name in WHERE_AND_WHEN):
        return []
    return unseen(request, [standing(said, session.pk)])


def standing(said, pk=None):
    """A session as a form says it, to look at and not to save."""
    return Session(pk=pk, **{name: said[name] for name in WHERE_AND_WHEN})


def unseen(request, sessions):
    """What is in the place of these sessions at their time, unless the coordinator was shown it before and
    goes on all the same."""
    clashes = {one.pk: one for found in clashes_of_each(sessions) for one in found}
    return [] if request.POST.get("clashes_seen") == seen(clashes.values()) else list(clashes.values())


def seen(clashes):
    return " ".join(str(one.pk) for one in clashes)


def _say(form, refused):
    form.add_error(refused.field if refused.field in form.fields else None, refused.why)
