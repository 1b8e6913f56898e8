"""The coordinator's venues: the list, adding one, changing it, retiring it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import venues
from courses.forms.venues import VenueFacts, VenueFilter, as_it_stands
from courses.models import Session, Venue
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

NAV = "courses:manage_sessions"
COLUMNS = ["Name", "Organisation", "Address", "Postcode", "Takes", "One room", "Getting in", "Getting there"]
COLUMNS += ["Map", "Retired"]


@requires(Permission.PLAN_SESSIONS)
def venue_list(request):
    now = timezone.now()
    form = VenueFilter(request.GET)
    found = form.found()
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "venues", COLUMNS, map(_row, found.iterator(500)))
    to_come = Q(sessions__state__in=Session.TO_COME, sessions__starts_at__gt=now)
    page = paged(request, found.annotate(to_come=Count("sessions", filter=to_come)))
    context = {"form": form, "page": page, "nav_current": NAV}
    return render(request, "courses/venues.html", context, status=200 if form.is_valid() else 422)


def _row(venue):
    return [
        venue.name,
        venue.organisation and venue.organisation.name,
        venue.address,
        venue.postcode,
        venue.capacity,
        venue.one_room,
        venue.access_notes,
        venue.travel_notes,
        venue.map_page,
        venue.retired_at is not None,
    ]


@requires(Permission.PLAN_SESSIONS)
def new_venue(request):
    form = VenueFacts()
    if request.method == "POST":
        form = VenueFacts(request.POST)
        if form.is_valid():
            try:
                venue = venues.add(by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field, refused.why)
            else:
                messages.success(request, f"{venue} is added. Sessions can be planned there.")
                return redirect("courses:venues")
    context = {"form": form, "nav_current": NAV}
    return render(request, "courses/new_venue.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PLAN_SESSIONS)
def venue(request, pk):
    found, now = get_object_or_404(Venue, pk=pk), timezone.now()
    form = VenueFacts(initial=as_it_stands(found))
    if request.method == "POST":
        form = VenueFacts(request.POST)
        if form.is_valid():
            try:
                venues.change(venue=found, by=request.user, now=now, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field, refused.why)
            else:
                messages.success(request, "Saved. Pages, and emails from now on, say so.")
                return redirect("courses:venue", pk=pk)
    coming = venues.sessions_to_come(found, now).select_related("course")
    context = {"form": form, "venue": found, "sessions": coming[:10], "count": coming.count()}
    context["nav_current"] = NAV
    return render(request, "courses/venue.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PLAN_SESSIONS)
@require_POST
def retire_venue(request, pk):
    found = get_object_or_404(Venue, pk=pk)
    venues.retire(venue=found, by=request.user, now=timezone.now())
    messages.success(request, f"{found} is retired. Nothing new is planned there; what is planned stays.")
    return redirect("courses:venue", pk=pk)


@requires(Permission.PLAN_SESSIONS)
@require_POST
def use_venue_again(request, pk):
    found = get_object_or_404(Venue, pk=pk)
    venues.use_again(venue=found, by=request.user, now=timezone.now())
    messages.success(request, f"Sessions can be planned at {found} again.")
    return redirect("courses:venue", pk=pk)
