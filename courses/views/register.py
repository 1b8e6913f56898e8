"""The register, on a phone in the room: who came, who did not, who walked in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import registers
from courses.forms.booking import WhoComes
from courses.models import Booking, Session
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

Attendance = Booking.Attendance


def kept_by(request, pk):
    rows = Session.objects.with_facts()
    kept = rows.held_by(request.user, Permission.KEEP_REGISTERS)
    return fetch(rows, kept, user=request.user, pk=pk)


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def register(request, pk):
    session = kept_by(request, pk)
    if request.method == "POST":
        closing = request.POST.get("do") == "close"
        said = {
            one: request.POST.get(f"came-{one}")
            for one in session.bookings.booked().values_list("pk", flat=True)
        }
        try:
            registers.mark(
                session=session,
                attended=[pk for pk, mark in said.items() if mark == Attendance.ATTENDED],
                absent=[pk for pk, mark in said.items() if mark == Attendance.ABSENT],
                by=request.user,
                now=timezone.now(),
            )
            if closing:
                registers.close(session=session, by=request.user, now=timezone.now())
        except Refused as refused:
            return _page(request, session, refusal=refused.why, status=409)
        words = "The register is closed, and the session delivered." if closing else "Saved."
        messages.success(request, words)
        return redirect("courses:manage_session" if closing else "courses:register", pk=pk)
    return _page(request, session)


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
@require_POST
def walk_in(request, pk):
    session, form = kept_by(request, pk), WhoComes(request.POST)
    if form.is_valid():
        try:
            registers.add_walk_in(session=session, by=request.user, now=timezone.now(), **form.said)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is on the register, as attended.")
            return redirect("courses:register", pk=pk)
    return _page(request, session, form=form, status=422)


def _page(request, session, *, form=None, refusal="", status=200):
    people = list(session.bookings.booked().by_name())
    context = {
        "session": session,
        "people": people,
        "attended": sum(one.attendance == Attendance.ATTENDED for one in people),
        "unmarked": sum(not one.attendance for one in people),
        "open": session.state == "open" and session.starts_at <= timezone.now(),
        "plans": request.user.may(Permission.PLAN_SESSIONS),
        "form": form or WhoComes(),
        "refusal": refusal,
    }
    return render(request, "courses/register.html", context, status=status)
