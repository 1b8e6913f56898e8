"""Somebody fell out of a team: saying so for them, and finding who steps in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.models import Session
from facilitators import staffing
from facilitators.forms import Cover, DropOut
from facilitators.models import Assignment
from facilitators.staffing.stepping_in import who_could_step_in
from facilitators.team import COLOURS
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

State = Assignment.State


@requires(Permission.STAFF_SESSIONS)
def drop_out(request, pk, assignment_pk):
    """The coordinator says for a facilitator that they cannot come."""
    rows = Assignment.objects.with_session().select_related("facilitator__user")
    assignment = get_object_or_404(rows, pk=assignment_pk, session=pk)
    if assignment.state != State.ACCEPTED:
        messages.error(request, f"{assignment.facilitator} does not have this part.")
        return redirect("facilitators:staff_session", pk=pk)
    form = DropOut(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            staffing.give_back(assignment=assignment, by=request.user, now=timezone.now(), reason=reason)
        except Refused as refused:
            messages.error(request, refused.why)
            return redirect("facilitators:staff_session", pk=pk)
        messages.success(request, f"{assignment.facilitator} is out of the team, and has been told.")
        return redirect("facilitators:find_cover", pk=pk, assignment_pk=assignment_pk)
    context = {"session": assignment.session, "assignment": assignment, "form": form}
    return render(request, "facilitators/drop_out.html", context, status=422 if form.is_bound else 200)


@requires(Permission.STAFF_SESSIONS)
def find_cover(request, pk, assignment_pk):
    now = timezone.now()
    session = get_object_or_404(Session.objects.with_facts(), pk=pk)
    all_parts = list(
        session.assignments.select_related("facilitator__user", "facilitator__organisation").order_by("pk")
    )
    by_key = {one.pk: one for one in all_parts}
    if assignment_pk not in by_key:
        raise Http404
    root = by_key[by_key[assignment_pk].root_id]
    form = Cover(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = staffing.ask_for_cover(
                assignment=root, facilitators=list(form.cleaned_data["people"]), by=request.user, now=now
            )
        except Refused as refused:
            form.add_error("people", refused.why)
        else:
            people = "one person" if len(made) == 1 else f"{len(made)} people"
            messages.success(request, f"Asked {people}. Whoever accepts first has the part.")
            return redirect("facilitators:find_cover", pk=pk, assignment_pk=root.pk)
    if form.is_bound:
        status = 422
    context = _context(session, root, all_parts, form, now)
    return render(request, "facilitators/find_cover.html", context, status=status)


def _context(session, root, all_parts, form, now):
    stand_ins = [one for one in all_parts if one.stands_in_for_id == root.pk]
    taken = next((one for one in stand_ins if one.state == State.ACCEPTED), None)
    to_come = session.starts_at > now and session.state in Session.TO_COME
    seeks = to_come and taken is None and not root.is_live
    team = [one for one in all_parts if one.is_live]
    could = who_could_step_in(session, team, root, now) if seeks else None
    _tick(could.everybody if could else [], form)
    return {
        "session": session,
        "root": root,
        "asked": [(one, COLOURS[one.state]) for one in stand_ins],
        "still_open": any(one.state == State.OFFERED for one in stand_ins),
        "taken": taken,
        "to_come": to_come,
        "seeks": seeks,
        "other_times": list(root.other_times.order_by("day", "pk")),
        "form": form,
        **(vars(could) if could else {}),
    }


def _tick(people, form):
    """Number the boxes, so that the summary of errors leads to the first, and keep those that were ticked."""
    ticked = set(form.data.getlist("people")) if form.is_bound else set()
    for place, one in enumerate(people):
        one.place, one.ticked = place, str(one.facilitator.pk) in ticked
