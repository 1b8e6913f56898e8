"""Joining instructions: those of a course, those of one session, how they read, and sending them again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.forms.joining import Joining
from courses.joining import writing
from courses.joining.due import AHEAD, standing
from courses.joining.previewing import preview
from courses.models import Course, Session
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

NAV = "courses:manage_sessions"
State = Session.State


@requires(Permission.PLAN_SESSIONS)
def session_joining(request, pk):
    now, session = timezone.now(), get_object_or_404(Session.objects.with_facts(), pk=pk)
    form = Joining(initial=_said(session))
    looking = False
    if request.method == "POST":
        form = Joining(request.POST)
        looking = "look" in request.POST and form.is_valid()
        if form.is_valid() and not looking and _written(request, form, session, now):
            return redirect("courses:joining", pk=pk)
    if looking:
        for name, words in form.cleaned_data.items():
            setattr(session, name, words)
    stands = standing(session)
    context = {
        "session": session,
        "form": form,
        "looking": looking,
        "preview": preview(session) if session.said_before or session.said_to_bring else None,
        "to_come": session.state in Session.TO_COME and session.starts_at > now,
        "stands": stands,
        "goes_out_at": session.starts_at - AHEAD,
        "soon": session.starts_at - AHEAD <= now,
        "nav_current": NAV,
    }
    return render(request, "courses/session_joining.html", context, status=422 if form.errors else 200)


def _written(request, form, session, now):
    try:
        writing.write(session=session, by=request.user, now=now, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.why)
        return False
    messages.success(request, "Saved.")
    return True


@requires(Permission.PLAN_SESSIONS)
@require_POST
def send_again(request, pk):
    session = get_object_or_404(Session, pk=pk)
    version = request.POST.get("version", "")
    try:
        writing.send_again(
            session=session,
            version=int(version) if version.isdecimal() and len(version) < 9 else None,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "Everybody with a place gets them again within a few minutes.")
    return redirect("courses:joining", pk=pk)


@requires(Permission.PLAN_SESSIONS)
def course_joining(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = Joining(initial=_said(course))
    if request.method == "POST":
        form = Joining(request.POST)
        if form.is_valid():
            writing.write_for_course(course=course, by=request.user, **form.cleaned_data)
            messages.success(request, "Saved. Sessions that say nothing of their own say so from now on.")
            return redirect("courses:courses")
    context = {"form": form, "course": course, "nav_current": NAV}
    return render(request, "courses/course_joining.html", context, status=422 if form.errors else 200)


def _said(one):
    return {"joining_instructions": one.joining_instructions, "what_to_bring": one.what_to_bring}
