"""The places of one session, for the coordinator: who has them, who gave theirs back and why, what food to
order, what is kept for departments."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import blocks, swapping
from courses.block_emails import parts_of
from courses.forms.blocks import KeepPlaces, SwapName
from courses.models import Block, Booking, Session
from courses.standing import session_tag
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

SESSIONS_OFFERED = 40
COLUMNS = [
    "Name",
    "Email address",
    "Organisation",
    "Staff group",
    "State",
    "Kept for",
    "Booked on",
    "Attendance",
    "Heard of us",
    "Cancelled because",
    "In their own words",
]


@requires(Permission.PLAN_SESSIONS)
def places(request, pk):
    session = get_object_or_404(Session.objects.with_facts().with_places(), pk=pk)
    now = timezone.now()
    everybody = session.bookings.select_related("organisation", "kept__block").order_by("name", "pk")
    if kind := export_asked(request):
        return export(kind, f"places-{pk}", COLUMNS, map(_row, everybody.iterator(500)))
    live = everybody.live()
    tag, colour = session_tag(session, now)
    said = session.bookings.live().exclude(heard_from="")
    heard = Counter(one.said_heard for one in said)
    context = {
        "session": session,
        "tag": tag,
        "colour": colour,
        "to_come": session.starts_at > now and session.state == Session.State.OPEN,
        "page": paged(request, live, per_page=50),
        "ended": everybody.ended()[:50],
        "reasons": _counted(everybody.filter(state=Booking.State.CANCELLED)),
        "food": live.booked().exclude(dietary="") if request.user.may(Permission.ORDER_FOOD) else [],
        "heard": sorted(heard.items(), key=lambda item: (-item[1], item[0])),
        "kept": session.kept_places.with_left().select_related("block__organisation").order_by("pk"),
    }
    return render(request, "courses/places.html", context)


def _counted(cancelled):
    counts = Counter(cancelled.exclude(cancelled_because="").values_list("cancelled_because", flat=True))
    return [(Booking.Reason(reason).label, n) for reason, n in counts.most_common()]


def _row(booking):
    return [
        booking.name,
        booking.email,
        booking.organisation_name,
        booking.get_staff_group_display(),
        booking.get_state_display(),
        booking.kept and booking.kept.block.department,
        civil_date(booking.booked_at),
        booking.get_attendance_display(),
        booking.said_heard,
        booking.get_cancelled_because_display(),
        booking.cancelled_note,
    ]


@requires(Permission.PLAN_SESSIONS)
def keep(request, pk):
    now = timezone.now()
    coming = Session.objects.open_for_booking(now).with_facts().with_places()
    session = get_object_or_404(coming, pk=pk)
    # Its own kind first: the dates of a series are all of one course.
    alike = [*coming.filter(course=session.course_id).exclude(pk=pk)[:SESSIONS_OFFERED]]
    first = {"sessions": [pk], "organisation": session.organisation_id, "department": session.team_name}
    form = KeepPlaces(
        request.POST if request.method == "POST" else None, sessions=[session, *alike], initial=first
    )
    if form.is_bound and form.is_valid():
        try:
            block = blocks.keep(by=request.user, now=now, **form.said)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            messages.success(request, f"Kept. {block.contact_name} has been sent both links.")
            return redirect("courses:manage_block", pk=block.pk)
    context = {"form": form, "session": session}
    return render(request, "courses/keep_block.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PLAN_SESSIONS)
def block(request, pk):
    found = get_object_or_404(Block.objects.select_related("organisation", "kept_by"), pk=pk)
    people = Booking.objects.filter(kept__block=found, state__in=Booking.TAKES_PLACE).by_name()
    people = people.select_related("organisation", "kept__block", "session__course", "session__venue")
    if kind := export_asked(request):
        rows = ([civil_date(one.session.starts_at), *_row(one)] for one in people.iterator(500))
        return export(kind, f"names-{pk}", ["Session", *COLUMNS], rows)
    context = {
        "kept_for": found,
        "parts": found.kept_places.with_left().select_related("session__course", "session__venue"),
        "open": bool(parts_of(found)),
        "page": paged(request, people, per_page=50),
    }
    return render(request, "courses/manage_block.html", context)


@requires(Permission.PLAN_SESSIONS)
@require_POST
def block_deed(request, pk):
    found, now = get_object_or_404(Block, pk=pk), timezone.now()
    if request.POST.get("do") == "send":
        blocks.send_links_again(block=found, by=request.user, now=now)
        messages.success(request, f"{found.contact_name} has been sent new links. The ones before stop.")
    elif request.POST.get("do") == "release":
        released = blocks.release(block=found, by=request.user, now=now)
        said = "1 place" if released == 1 else f"{released} places"
        messages.success(request, f"Released: {said} without a name.")
    else:
        messages.error(request, "Choose what to do.")
    return redirect("courses:manage_block", pk=pk)


@requires(Permission.PLAN_SESSIONS)
def swap(request, pk, booking_pk):
    rows = Booking.objects.live().select_related("session__course", "session__venue")
    booking = get_object_or_404(rows, session=pk, pk=booking_pk)
    form = SwapName(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            swapping.swap(
                booking=booking,
                added_by=request.user.name,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{form.cleaned_data['name']} comes instead. Both have been told.")
            return redirect("courses:places", pk=pk)
    context = {"form": form, "booking": booking, "session": booking.session}
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/swap_booking.html", context, status=status)
