"""What leads saw of others in sessions: written by them, read by few."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators.growing import observing
from facilitators.growing.forms import Observe
from facilitators.models import Accreditation, Assignment, Observation
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.SAY_AVAILABILITY)
def observe(request, pk):
    user, now = request.user, timezone.now()
    one = fetch(Assignment.objects.all(), observing.observable(user, now), user=user, pk=pk)
    held = Accreditation.objects.filter(facilitator=one.facilitator, course=one.session.course).first()
    stage = held and held.next_stage
    before = Observation.objects.filter(assignment=one, observer=user).first()
    form = Observe(
        request.POST if request.method == "POST" else None,
        stage=stage,
        initial=_said(before) if before else None,
    )
    if request.method == "POST" and form.is_valid():
        said = {"ready": False} | form.cleaned_data
        try:
            written = observing.write(assignment=one, by=user, now=now, **said)
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, f"Thank you. {one.facilitator} has been told that they can read it.")
            return redirect("facilitators:observation", pk=written.pk)
    context = {"one": one, "session": one.session, "form": form, "before": before}
    return render(request, "facilitators/observe.html", context, status=422 if form.is_bound else 200)


def _said(before):
    ready = "yes" if before.ready else "not_yet"
    return {"seen": before.seen, "strengths": before.strengths, "work_on": before.work_on, "ready": ready}


@requires(Permission.READ_OBSERVATIONS, or_part_of=True)
def observation(request, pk):
    rows = Observation.objects.with_session()
    found = fetch(rows, rows.visible_to(request.user), user=request.user, pk=pk)
    context = {
        "observation": found,
        "session": found.assignment.session,
        "person": found.assignment.facilitator,
        "is_oneself": found.assignment.facilitator.user_id == request.user.pk,
        "may_change": found.observer_id == request.user.pk,
    }
    return render(request, "facilitators/observation.html", context)
