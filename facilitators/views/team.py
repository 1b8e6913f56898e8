"""The page on which the coordinator finds a session its team, and the deeds on it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.models import Session
from facilitators import staffing
from facilitators.forms import FindByName, Offer
from facilitators.matching import candidates
from facilitators.models import Assignment, Facilitator, Reserve
from facilitators.suggesting.forms import named_in
from facilitators.suggesting.suggestions import suggested
from facilitators.team import COLOURS, missing, parts_missing, team_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.STAFF_SESSIONS)
def staff_session(request, pk):
    session = get_object_or_404(Session.objects.with_facts().select_related("request__organisation"), pk=pk)
    now = timezone.now()
    search = FindByName(request.GET or None)
    name = search.cleaned_data["q"] if search.is_valid() else ""
    team = team_of(session, states=Assignment.State.values)
    current = [one for one in team if one.is_live]
    gone = [one for one in team if not one.is_live]
    prefetch_related_objects(gone, "other_times")
    to_come = session.starts_at > now and session.state in {Session.State.PLANNED, Session.State.OPEN}
    keys, swap = named_in(request.GET.get("team", "")), request.GET.get("swap", "")
    swap = int(swap) if swap.isdecimal() and len(swap) < 19 else None
    found = candidates(session, now, name=name) if to_come else []
    taken = {one.part for one in current if one.part == Assignment.Part.LEAD}
    wanted = parts_missing(session, current)
    found.sort(key=lambda one: not wanted.intersection(one.parts))
    for one in found:
        one.offers = [(part.value, part.label) for part in one.parts if part not in taken]
    context = {
        "session": session,
        "team": [(one, COLOURS[one.state]) for one in current],
        "gone": [(one, COLOURS[one.state]) for one in gone],
        "reserves": staffing.waiting_for(session) if to_come else [],
        "to_come": to_come,
        "needs": missing(session, current),
        "free": [one for one in found if one.available],
        "others": [one for one in found if not one.available],
        "search": search,
        "name": name,
        "suggested": suggested(session, current, now, keys=keys, swap=swap) if to_come else None,
        "can_open": to_come and session.state == Session.State.PLANNED,
    }
    return render(request, "facilitators/staff_session.html", context)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def offer(request, pk):
    session = get_object_or_404(Session, pk=pk)
    form = Offer(request.POST)
    if not form.is_valid():
        raise BadRequest("No such facilitator or part.")
    return _done(
        request,
        session,
        f"Offered to {form.cleaned_data['facilitator']}. They have an email with a page to answer on.",
        staffing.offer,
        session=session,
        **form.cleaned_data,
    )


@requires(Permission.STAFF_SESSIONS)
@require_POST
def offer_team(request, pk):
    session = get_object_or_404(Session, pk=pk)
    parts = dict(named_in(request.POST.get("team", "")))
    people = Facilitator.objects.active().in_bulk(parts)
    if not parts or len(people) < len(parts):
        raise BadRequest("No such team.")
    return _done(
        request,
        session,
        "Offered to the whole team. Each of them has an email with a page to answer on.",
        staffing.offer_team,
        session=session,
        members=[(people[key], part) for key, part in parts.items()],
    )


@requires(Permission.STAFF_SESSIONS)
@require_POST
def stand_down(request, pk, assignment_pk):
    assignment = get_object_or_404(
        Assignment.objects.select_related("session", "facilitator__user"), pk=assignment_pk, session=pk
    )
    words = f"{assignment.facilitator} is out of the team, and has been told."
    was = request.POST.get("was", "")
    return _done(request, assignment.session, words, staffing.stand_down, assignment=assignment, was=was)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def let_go(request, pk, reserve_pk):
    reserve = get_object_or_404(
        Reserve.objects.select_related("session", "facilitator__user"), pk=reserve_pk, session=pk
    )
    if staffing.let_go(reserve=reserve, by=request.user):
        messages.success(request, f"{reserve.facilitator} is no reserve any more. They never heard of it.")
    else:
        messages.error(request, f"{reserve.facilitator} has been asked meanwhile.")
    return redirect("facilitators:staff_session", pk=pk)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def confirm(request, pk):
    session = get_object_or_404(Session, pk=pk)
    told = " Whoever asked for it has been told." if session.request_id else ""
    words = f"The session is open for booking.{told}"
    return _done(request, session, words, staffing.confirm_and_open, session=session)


def _done(request, session, words, verb, /, **what):
    """Do it and go back to the page, with `words` or with the reason why not."""
    try:
        verb(by=request.user, now=timezone.now(), **what)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, words)
    return redirect("facilitators:staff_session", pk=session.pk)
