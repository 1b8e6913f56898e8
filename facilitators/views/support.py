"""Who supports whom: the coordinator's list and one facilitator's page, and noting that two have talked."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators.growing import supported, supporting
from facilitators.growing.support_forms import Begin, SupportFilter, Talked
from facilitators.growing.talks import tag_of, tell, timed
from facilitators.models import Facilitator, Support
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

NAV = "facilitators:roster"
COLUMNS = (
    "Name",
    "Organisation",
    "Supervisor",
    "Since",
    "Weeks between talks",
    "Last talk",
    "Next talk",
    "Standing",
    "Buddies",
    "Supervises",
)
NEEDS = {supported.NEW: ("needs somebody new", "red"), supported.NOBODY: ("has nobody", "grey")}


@requires(Permission.KEEP_SUPPORT)
def supports(request):
    today, form = civil_date(timezone.now()), SupportFilter(request.GET)
    found = supported.everybody(today, **(form.cleaned_data if form.is_valid() else {}))
    if (kind := export_asked(request)) and form.is_valid():
        rows = (_cells(_told(one, today)) for one in found.iterator(chunk_size=500))
        return export(kind, "support", COLUMNS, rows)
    page = paged(request, found)
    for one in page:
        _told(one, today)
    context = {"form": form, "page": page, "nav_current": NAV}
    return render(request, "facilitators/support.html", context, status=200 if form.is_valid() else 422)


def _told(one, today):
    one.supervision = supported.supervision_of(one)
    one.buddies, one.supervised = supported.buddies_of(one), supported.supervised_by(one)
    one.need, one.need_colour = NEEDS.get(one.rank, ("", ""))
    one.tag, one.colour = tag_of(one.supervision, today) if one.supervision else ("", "")
    return one


def _cells(one):
    held = one.supervision
    return (
        one.user.name,
        one.organisation and one.organisation.name,
        held and held.by.user.name,
        held and held.starts_on,
        held and held.every_weeks,
        held and held.last_on,
        held and held.due_on,
        one.need or one.tag,
        "; ".join(buddy.user.name for buddy in one.buddies),
        "; ".join(person.user.name for person in one.supervised),
    )


@requires(Permission.KEEP_SUPPORT)
def support_of(request, pk):
    person = get_object_or_404(Facilitator.objects.select_related("user", "organisation"), pk=pk)
    now = timezone.now()
    today = civil_date(now)
    form = Begin(
        request.POST if request.method == "POST" else None, person=person, initial={"starts_on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            begun = supporting.begin(facilitator=person, by=request.user, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"Saved. {person} and {begun.by} have an email about it.")
            return redirect("facilitators:support_of", pk=pk)
    theirs = timed(Support.objects.filter(Q(facilitator=person) | Q(by=person)), today).with_people()
    rows = list(theirs.order_by("-starts_on", "-pk"))
    for one in rows:
        tell(one, person, today)
    context = {
        "person": person,
        "form": form,
        "running": [one for one in rows if not one.is_over(today)],
        "over": [one for one in rows if one.is_over(today)],
        "gone": person.left_on is not None,
        "nav_current": NAV,
    }
    return render(request, "facilitators/support_of.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_SUPPORT)
@require_POST
def end_support(request, pk):
    support = get_object_or_404(Support, pk=pk)
    try:
        ended = supporting.end(support=support, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, f"Ended. {ended.facilitator} and {ended.by} have an email about it.")
    return redirect("facilitators:support_of", pk=support.facilitator_id)


@requires(Permission.KEEP_SUPPORT, or_part_of=True)
def talked(request, pk):
    """That the two have talked: today, by one press, or on a day that is said, with the day of the next."""
    everything = Support.objects.with_people()
    support = fetch(everything, everything.visible_to(request.user), user=request.user, pk=pk)
    now, today = timezone.now(), civil_date(timezone.now())
    at_once = request.POST.get("on") == "today"
    is_one = request.user.pk in {support.facilitator.user_id, support.by.user_id}
    back = (
        redirect("facilitators:growing")
        if is_one
        else redirect("facilitators:support_of", support.facilitator_id)
    )
    form = Talked(None if at_once else request.POST or None, initial={"held_on": today})
    if at_once or form.is_valid():
        said = {"held_on": today} if at_once else form.cleaned_data
        try:
            supporting.note_supervision(support=support, by=request.user, now=now, **said)
        except Refused as refused:
            if at_once:
                messages.error(request, refused.why)
                return back
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, "Noted that you talked." if is_one else "Noted that they talked.")
            return back
    context = {
        "support": support,
        "is_one": is_one,
        "other": support.facilitator if request.user.pk == support.by.user_id else support.by,
        "form": form,
        "nav_current": "" if is_one else NAV,
    }
    return render(request, "facilitators/talked.html", context, status=422 if form.errors else 200)
