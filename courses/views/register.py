"""The register, on a phone in the room: who came, who did not, who walked in."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import registers
from courses.forms.register import WalkIn
from courses.models import Booking, Session
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

Attendance = Booking.Attendance
A_LONG_LIST = 10  # people, from which on a name is looked for


def kept_by(request, pk):
    rows = Session.objects.with_facts()
    kept = rows.held_by(request.user, Permission.KEEP_REGISTERS)
    return fetch(rows, kept, user=request.user, pk=pk)


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def register(request, pk):
    session, do = kept_by(request, pk), request.POST.get("do", "")
    if request.method == "POST":
        closing = do.startswith("close")
        try:
            _mark(request, session)
            if closing:
                registers.close(
                    session=session, names_taken=do != "close-by-count", by=request.user, now=timezone.now()
                )
        except Refused as refused:
            return _page(request, session, refusal=refused.why, status=409)
        words = "The register is closed, and the session delivered." if closing else "Saved."
        messages.success(request, words)
        return redirect("courses:manage_session" if closing else "courses:register", pk=pk)
    return _page(request, session)


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
@require_POST
def marks(request, pk):
    """What was ticked just now, as the page says it by itself; answers with the counts, or with why not."""
    session = kept_by(request, pk)
    try:
        _mark(request, session)
    except Refused as refused:
        return JsonResponse({"why": refused.why}, status=409)
    return JsonResponse(_counts(session.bookings.booked()))


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
@require_POST
def walk_in(request, pk):
    session, form = kept_by(request, pk), WalkIn(request.POST)
    if form.is_valid():
        try:
            added = registers.add_walk_in(session=session, by=request.user, now=timezone.now(), **form.said)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{added.name} is on the register, as attended.")
            return redirect("courses:register", pk=pk)
    return _page(request, session, form=form, status=422)


def _mark(request, session):
    """Only what was changed on this page, so that it does not undo what a colleague has ticked since."""
    said = {}
    for one in session.bookings.booked().values_list("pk", flat=True):
        mark = request.POST.get(f"came-{one}", "")
        if mark in Attendance.values and mark != request.POST.get(f"was-{one}"):
            said[one] = mark
    registers.mark(
        session=session,
        attended=[one for one, mark in said.items() if mark == Attendance.ATTENDED],
        absent=[one for one, mark in said.items() if mark == Attendance.ABSENT],
        by=request.user,
        now=timezone.now(),
    )


def _counts(people):
    marks = [one.attendance for one in people]
    return {"attended": marks.count("attended"), "absent": marks.count("absent"), "unmarked": marks.count("")}


def _page(request, session, *, form=None, refusal="", status=200):
    people, now = list(session.bookings.booked().by_name()), timezone.now()
    heads = registers.heads(session)
    counts = _counts(people)
    context = {
        "session": session,
        "people": people,
        "long": len(people) >= A_LONG_LIST,
        "counts": counts,
        "heads": heads,
        "there": counts["attended"] + heads,
        "open": session.state == "open" and session.starts_at - registers.DOORS <= now,
        "begun": session.starts_at <= now,
        "unsettled": session.unmatched_check_ins.all() if session.state == "open" else [],
        "plans": request.user.may(Permission.PLAN_SESSIONS),
        "form": form or WalkIn(initial={"organisation": session.organisation_id}),
        "refusal": refusal,
    }
    return render(request, "courses/register.html", context, status=status)
