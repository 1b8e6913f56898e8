"""Sessions as those see them who plan and deliver them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import bookings
from courses.clashes import with_clashes
from courses.forms.filters import SessionFilter
from courses.models import Booking, Session
from courses.standing import session_tag
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date, in_london

TABS = {"upcoming": "Upcoming", "past": "Past", "called-off": "Called off"}
COLUMNS = ["Course", "Date", "Start", "Place", "Organisation", "Team", "State", "Who may book"]
COLUMNS += ["Places", "Taken", "Waiting"]
COLUMNS += [
    "Cancelled",
    *(f"Cancelled: {reason.label}" for reason in Booking.Reason),
    "Cancelled: no reason given",
]
State = Session.State


@requires(Permission.PLAN_SESSIONS)
def session_list(request):
    now = timezone.now()
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "upcoming"
    form = SessionFilter(request.GET)
    found = with_clashes(_searched(_of_tab(tab, now), form)).with_facts().with_places()
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, f"sessions-{tab}", COLUMNS, map(_row, found.with_cancellations().iterator(500)))
    page = paged(request, found)
    for session in page:
        session.tag, session.colour = session_tag(session, now)
    context = {"tab": tab, "tabs": TABS, "form": form, "page": page}
    return render(request, "courses/manage_sessions.html", context, status=200 if form.is_valid() else 422)


def _of_tab(tab, now):
    if tab == "called-off":
        return Session.objects.filter(state=State.CALLED_OFF).order_by("-starts_at", "-pk")
    stands = Session.objects.exclude(state=State.CALLED_OFF)
    if tab == "past":
        return stands.filter(starts_at__lte=now).order_by("-starts_at", "-pk")
    return stands.filter(starts_at__gt=now).order_by("starts_at", "pk")


def _searched(found, form):
    if not form.is_valid():
        return found.none()
    course, q = form.cleaned_data["course"], form.cleaned_data["q"].strip()
    if course:
        found = found.filter(course=course)
    if q:
        found = found.filter(
            Q(venue__name__icontains=q)
            | Q(venue__address__icontains=q)
            | Q(team_name__icontains=q)
            | Q(organisation__name__icontains=q)
            | Q(organisation__short_name__icontains=q)
        )
    return found


def _row(session):
    reasons = [getattr(session, f"cancelled_{reason}") for reason in Booking.Reason]
    return [
        session.course.name,
        civil_date(session.starts_at),
        in_london(session.starts_at).time(),
        session.place,
        session.organisation and session.organisation.name,
        session.team_name,
        session.get_state_display(),
        session.get_visibility_display(),
        session.capacity,
        session.taken,
        session.waiting,
        session.cancelled,
        *reasons,
        session.cancelled - sum(reasons),
    ]


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def detail(request, pk):
    now, user = timezone.now(), request.user
    rows = Session.objects.with_facts().select_related("request__organisation", "series").with_places()
    session = fetch(rows, rows.held_by(user, Permission.KEEP_REGISTERS), user=user, pk=pk)
    people = list(session.bookings.live().by_name())
    tag, colour = session_tag(session, now)
    context = {
        "session": session,
        "tag": tag,
        "colour": colour,
        "to_come": session.starts_at > now and session.state in {State.PLANNED, State.OPEN},
        "can_come_back": session.starts_at > now and session.state == State.CALLED_OFF,
        "begun": session.starts_at <= now and session.state in {State.OPEN, State.DELIVERED},
        "plans": user.may(Permission.PLAN_SESSIONS),
        "booked": [one for one in people if one.state == Booking.State.BOOKED],
        "line": sorted(
            (one for one in people if one.state != Booking.State.BOOKED), key=lambda one: one.place_in_line
        ),
        "needs": [one for one in people if one.needs and one.state == Booking.State.BOOKED],
    }
    return render(request, "courses/manage_session.html", context)


@requires(Permission.PLAN_SESSIONS)
@require_POST
def cancel_booking(request, pk, booking_pk):
    booking = get_object_or_404(Booking, session=pk, pk=booking_pk)
    try:
        bookings.cancel(booking=booking, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, f"The booking of {booking.name} is cancelled, and they have been told.")
    return redirect("courses:manage_session", pk=pk)
