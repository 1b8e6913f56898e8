"""What the team shows in the room, and settles afterwards."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import check_in_codes, check_ins, registers
from courses.forms.register import Settle
from courses.models import Session
from courses.views.private import private
from courses.views.register import kept_by
from stepforward.people import links
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.qr import picture_of


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def screen(request, pk):
    """The code of this minute, as a picture and to type. The whole room sees it, so it names nobody."""
    session, now = kept_by(request, pk), timezone.now()
    is_open = check_in_codes.open_now(now).filter(pk=pk).exists()
    context = {"session": session, "open": is_open, "opens_at": session.starts_at - registers.DOORS}
    context["over"] = session.ends_at <= now
    if is_open:
        there = session.bookings.attended().count()
        context |= shown_code(session, now, scanned="courses:check_in", typed="courses:type_code")
        context |= {
            "there": there,
            "there_are": f"{'person is' if there == 1 else 'people are'} on the register.",
        }
    return private(render(request, "courses/check_in_screen.html", context))


def shown_code(session, now, *, scanned, typed):
    """What courses/shown_code.html shows of this minute's code: it leads to the route `scanned`, or is typed
    at the route `typed`."""
    code = check_in_codes.code_now(session, now)
    return {
        "picture": picture_of(links.absolute(scanned, code)),
        "code": f"{code[:3]} {code[3:]}",
        "address": links.absolute(typed).partition("://")[2].rstrip("/"),
        "left": check_in_codes.seconds_left(now),
    }


@requires(Permission.PLAN_SESSIONS)
@require_POST
def welcome(request, pk):
    """The coordinator's switch."""
    session = get_object_or_404(Session, pk=pk)
    said = request.POST.get("welcome")
    if said in {"yes", "no"}:
        check_ins.welcome_walk_ins(session=session, welcome=said == "yes", by=request.user)
    return redirect("courses:register", pk=pk)


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def settle(request, pk, check_in_pk):
    session = kept_by(request, pk)
    check_in = get_object_or_404(session.unmatched_check_ins, pk=check_in_pk)
    check_in.session = session
    people = list(session.bookings.booked().by_name())
    form = Settle(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            name = _settle(check_in, people, form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            messages.success(request, f"{name} is on the register, as attended.")
            return redirect("courses:register", pk=pk)
    waits = session.bookings.live().of(check_in.email).first()
    context = {"session": session, "check_in": check_in, "form": form, "waits": waits}
    return render(request, "courses/settle_check_in.html", context, status=422 if form.errors else 200)


def _settle(check_in, people, said, *, by):
    now = timezone.now()
    if said["who"] == Settle.NEW:
        added = check_ins.settle_as_walk_in(
            check_in=check_in, name=said["name"], staff_group=said["staff_group"], by=by, now=now
        )
        return added.name
    booking = next(one for one in people if str(one.pk) == said["who"])
    return check_ins.settle_as_booked(check_in=check_in, booking=booking, by=by, now=now).name


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
@require_POST
def set_aside(request, pk):
    """One check-in, or, where none is named, all that nobody has settled."""
    session = kept_by(request, pk)
    found = session.unmatched_check_ins.all()
    one = request.POST.get("check_in", "")
    if one:
        found = found.filter(pk=one) if one.isascii() and one.isdigit() and len(one) < 19 else found.none()
    try:
        gone = check_ins.set_aside(
            session=session, check_ins=list(found), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "Set aside." if gone else "There was nothing to set aside.")
    return redirect("courses:register", pk=pk)
