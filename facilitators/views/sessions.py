"""What is done to a session and touches its team: the pages of the floor below, with this floor's verbs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.models import Session
from courses.views import planning
from facilitators import reviving, staffing
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import say_people


@requires(Permission.PLAN_SESSIONS)
def change_session(request, pk):
    return planning.change(request, pk, verb=staffing.change_session)


@requires(Permission.PLAN_SESSIONS)
def call_off_session(request, pk):
    return planning.call_off(request, pk, verb=staffing.call_off_session)


@requires(Permission.PLAN_SESSIONS)
def revive_session(request, pk):
    """Shows what would come back and who would be asked again; does it on POST."""
    now = timezone.now()
    session = get_object_or_404(Session.objects.with_facts(), pk=pk)
    if request.method == "POST":
        try:
            session, not_asked = reviving.revive_session(session=session, by=request.user, now=now)
        except Refused as refused:
            messages.error(request, refused.why)
            return redirect("courses:manage_session", pk=pk)
        messages.success(request, _said(session))
        for one, why in not_asked:
            messages.warning(request, f"{one.facilitator} was not asked again: {why[:1].lower()}{why[1:]}.")
        return redirect("facilitators:staff_session", pk=pk)
    ended = session.bookings.filter(state="cancelled").exclude(called_off_from="")
    context = {
        "session": session,
        "can_be": session.state == Session.State.CALLED_OFF and session.starts_at > now,
        "placed": ended.filter(called_off_from="booked").count(),
        "waited": ended.exclude(called_off_from="booked").count(),
        "team": reviving.former_team(session, now),
    }
    return render(request, "facilitators/revive_session.html", context)


def _said(session):
    if session.state == Session.State.PLANNED:
        return "The session is planned again."
    people = session.bookings.booked().count()
    has = "has a place" if people == 1 else "have a place"
    return f"The session takes place after all. {say_people(people)} {has} again, and everybody was told."
