"""What is done to a session and touches its team, of which the floor below knows nothing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.models import Session
from courses.refusals import Refused as RefusedBelow
from facilitators import staffing
from facilitators.forms import CallOff
from facilitators.refusals import Refused
from facilitators.team import team_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission


def sessions():
    return Session.objects.select_related("course", "venue", "organisation", "request__organisation")


@requires(Permission.PLAN_SESSIONS)
def call_off(request, pk):
    session = get_object_or_404(sessions(), pk=pk)
    form = CallOff(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                staffing.call_off_session(
                    session=session,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    now=timezone.now(),
                )
            except (Refused, RefusedBelow) as refused:
                form.add_error(None, refused.why)
                status = 409
            else:
                messages.success(request, "The session is called off. Everybody in it has been told.")
                return redirect("courses:manage_session", pk=session.pk)
    context = {
        "session": session,
        "form": form,
        "team": team_of(session),
        "booked": session.bookings.live().count(),
    }
    return render(request, "facilitators/call_off_session.html", context, status=status)
