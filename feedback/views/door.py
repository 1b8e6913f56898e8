"""Feedback in the room: the team shows a code, a phone reads it, its owner says who they are, and the form
opens. From the private page of a booking it is known who it is.

As at check-in, whoever stands in the room with the code of this minute can learn whether an address is on the
register; what its owner answers, nobody can.
"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import check_in_codes
from courses.emails import BOOKING
from courses.forms.checking_in import SayHere, TypedCode
from courses.models import Booking
from courses.refusals import TooManyTries
from courses.views.check_in import SAID, WAIT, guesses_counted
from courses.views.check_in_screen import shown_code
from courses.views.private import opened_by_link, private
from courses.views.register import kept_by
from feedback import door
from feedback.models import Wave
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.people.throttling import may_try
from stepforward.refusals import Refused


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def screen(request, pk):
    """The code of this minute, for the last minutes of a session. The whole room sees it."""
    session, now = kept_by(request, pk), timezone.now()
    shown = door.shown_today(now).filter(pk=pk).first()
    context = {"session": session, "open": shown is not None, "begun": session.starts_at <= now}
    if shown is not None:
        there = door.answered_of(session)
        context |= shown_code(session, now, scanned="feedback:door", typed="feedback:type_code")
        context |= {
            "there": there,
            "there_are": f"{'person has' if there == 1 else 'people have'} answered.",
        }
    return private(render(request, "feedback/screen.html", context))


@public
def type_code(request):
    """The short address on the screen, for whoever cannot read the picture."""
    form = TypedCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = check_in_codes.typed(form.cleaned_data["code"])
        try:
            with guesses_counted(request):
                check_in_codes.session_of(code, timezone.now(), door.shown_today)
        except Refused as refused:
            form.add_error("code", refused.why)
        else:
            return private(redirect("feedback:door", code=code))
    return private(render(request, "feedback/type_code.html", {"form": form}, status=_status(form)))


@public
def at_the_door(request, code):
    """Who are you? The answer leads to the form of this person's invitation."""
    now, form, slip = timezone.now(), SayHere(request.POST or None), request.POST.get("slip", "")
    try:
        with guesses_counted(request):
            known = check_in_codes.session_of_slip if slip else check_in_codes.session_of
            session = known(slip or code, now, door.shown_today)
    except Refused as refused:
        context = {"form": TypedCode(), "why": refused.why}
        return private(render(request, "feedback/type_code.html", context, status=410))
    if request.method == "POST" and form.is_valid():
        try:
            if not may_try(request, "feedback_door", SAID):
                raise TooManyTries(WAIT)
            token = door.hand_over_in_the_room(session=session, now=now, **form.said)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            return private(redirect("feedback:respond", token=token))
    context = {"form": form, "session": session, "slip": slip or check_in_codes.slip(session, now)}
    return private(render(request, "feedback/door.html", context, status=_status(form)))


@public
@require_POST
@opened_by_link(BOOKING, lambda: Booking.objects.select_related("session__course"))
def from_booking(request, token, found, *, wave):
    """The private page of a booking hands its person the invitation."""
    try:
        handed = door.hand_over(booking=found, wave=Wave(wave), now=timezone.now())
    except Refused as refused:
        context = {"why": refused.why, "token": token}
        return private(render(request, "feedback/not_handed_over.html", context, status=409))
    return private(redirect("feedback:respond", token=handed))


def _status(form):
    return 422 if form.errors else 200
