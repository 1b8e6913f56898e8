"""Going on leave, leaving, and coming back: said by the facilitator, or by the coordinator for them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators.growing import leaving
from facilitators.growing.forms import GoOnLeave
from facilitators.models import Assignment, Facilitator
from facilitators.refusals import Undecided
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import civil_date

State = Assignment.State
ENDED = (State.DECLINED, State.GIVEN_BACK, State.STOOD_DOWN, State.LAPSED)


@requires(Permission.SEE_ROSTER, or_part_of=True)
def leave(request, pk):
    person, now = _person(request, pk), timezone.now()
    form = GoOnLeave(request.POST if request.method == "POST" else None)
    parts, status = [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            parts = list(leaving.promised(person, now=now, **form.days)) if _in_order(form) else []
            decided = {word: _decided(request, parts, word) for word in ("hand_over", "keep")}
            try:
                said = leaving.go(facilitator=person, by=request.user, now=now, **form.days, **decided)
            except Undecided as undecided:
                if request.POST.get("do") == "go":
                    form.add_error(None, undecided.why)
                else:
                    status = 200
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.why)
            else:
                messages.success(
                    request,
                    "Saved. We do not ask for sessions in that time."
                    if said.ends_on
                    else "Saved. Thank you for everything.",
                )
                return redirect("facilitators:leave", pk=pk)
    for one in parts:
        one.said = request.POST.get(f"part-{one.pk}", "")
    today = civil_date(now)
    leaves = person.leaves.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    context = {
        "person": person,
        "is_oneself": person.user_id == request.user.pk,
        "form": form,
        "parts": parts,
        "for_good": form.is_bound and form.data.get("kind") == "good",
        "leaves": [(one, one.starts_on <= today, handed_over(person, one, now)) for one in leaves],
        "staffs": request.user.may(Permission.STAFF_SESSIONS),
        "gone": person.left_on is not None,
    }
    return render(request, "facilitators/leave.html", context, status=status)


def _in_order(form):
    first, last = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
    return last is None or first <= last


def _decided(request, parts, word):
    return {one.pk for one in parts if request.POST.get(f"part-{one.pk}") == word}


def handed_over(person, leave, now):
    """Sessions to come in that time which they were in the team of, and are not any more."""
    parts = person.assignments.filter(
        state__in=ENDED, answered_at__gte=leave.said_at, session__starts_at__gt=now
    )
    days = Q(session__starts_at__date__gte=leave.starts_on)
    if leave.ends_on:
        days &= Q(session__starts_at__date__lte=leave.ends_on)
    return parts.filter(days, reason=leaving.AWAY).with_session().order_by("session__starts_at")


@requires(Permission.SEE_ROSTER, or_part_of=True)
@require_POST
def come_back(request, pk, leave_pk):
    person = _person(request, pk)
    found = get_object_or_404(person.leaves, pk=leave_pk)
    try:
        leaving.come_back(leave=found, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "Saved. Offers may come again from today on, for the times that were said.")
    return redirect("facilitators:leave", pk=pk)


def _person(request, pk):
    everybody = Facilitator.objects.select_related("user", "organisation")
    return fetch(everybody, everybody.visible_to(request.user), user=request.user, pk=pk)
