"""A facilitator's own rotas and calendars: which there are, how they stand, adding and removing them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators import busy_calendars, calendar_standing
from facilitators.forms import OwnCalendar
from facilitators.reading_calendars import EVERY, HOLDS_FOR, WEEKS
from facilitators.views.oneself import oneself
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.SAY_AVAILABILITY)
def own_calendars(request):
    facilitator, now = oneself(request), timezone.now()
    form = OwnCalendar(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            busy_calendars.add(facilitator=facilitator, by=request.user, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, "Added. We are reading it now: look again in a minute.")
            return redirect("facilitators:busy_calendars")
    context = {
        "form": form,
        "calendars": calendar_standing.standings(facilitator, now),
        "most": busy_calendars.MOST,
        "weeks": WEEKS,
        "every": EVERY,
        "holds_for": HOLDS_FOR.days,
    }
    return render(request, "facilitators/busy_calendars.html", context, status=422 if form.errors else 200)


@requires(Permission.SAY_AVAILABILITY)
@require_POST
def remove_calendar(request, pk):
    calendar = get_object_or_404(oneself(request).busy_calendars.select_related("facilitator"), pk=pk)
    busy_calendars.remove(calendar=calendar, by=request.user, now=timezone.now())
    messages.success(request, "Removed, with everything that we kept of it.")
    return redirect("facilitators:busy_calendars")


@requires(Permission.SAY_AVAILABILITY)
@require_POST
def try_calendar(request, pk):
    calendar = get_object_or_404(oneself(request).busy_calendars.all(), pk=pk)
    try:
        told = busy_calendars.try_now(calendar=calendar, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        later = "We cannot try it at this moment. We will as soon as we can."
        messages.info(request, "We are trying it now: look again in a minute." if told else later)
    return redirect("facilitators:busy_calendars")
