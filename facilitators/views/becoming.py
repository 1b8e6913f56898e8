"""Whoever would like to facilitate: saying so in public, or on the page of one's booking, and the private
page on which it goes on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.emails import BOOKING
from courses.models import Booking
from courses.views.private import opened_by_link
from facilitators.growing import interests
from facilitators.growing.emails import INTEREST
from facilitators.growing.forms import Interested
from facilitators.models import Interest
from stepforward.people.access import public
from stepforward.people.throttling import may_try
from stepforward.refusals import Refused

AT_MOST = "20/h/ip"
TOO_OFTEN = "Too many people said this from here within an hour. Please try again later, or write to us."


@public
def say(request):
    form = Interested(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if may_try(request, "interest", AT_MOST):
            interests.say(came_by=Interest.CameBy.PAGE, now=timezone.now(), **form.said)
            return redirect("facilitators:interest_said")
        form.add_error(None, TOO_OFTEN)
    return render(
        request, "facilitators/say_interest.html", {"form": form}, status=422 if form.is_bound else 200
    )


@public
def said(request):
    return render(request, "facilitators/interest_said.html")


def _rows():
    return Interest.objects.with_standing().select_related(
        "training__course", "training__venue", "training__organisation"
    )


@public
@opened_by_link(INTEREST, _rows, otherwise="facilitators/interest_unknown.html")
def interest(request, token, found):
    """Shows where it stands; a POST from it confirms, takes the place offered, turns it down, or takes it all
    back."""
    now = timezone.now()
    if found.confirmed_at is None:  # said twice, and confirmed by the other email
        found = (
            _rows().confirmed().exclude(stage="not_now").filter(email__iexact=found.email).first() or found
        )
    if request.method == "POST":
        try:
            words = _do(request.POST.get("do"), found, now)
        except Refused as refused:
            messages.error(request, refused.why)
        else:
            if words:
                messages.success(request, words)
        return redirect("facilitators:interest", token=token)
    may_take = found.standing == Interest.Stage.OFFERED and found.training.starts_at > now
    context = {"interest": found, "session": found.training, "may_take": may_take}
    return render(request, "facilitators/interest.html", context)


def _do(deed, found, now):
    if deed == "confirm":
        interests.confirm(interest=found, now=now)
        return "Thank you. The coordinator will be in touch."
    if deed == "take":
        booking = interests.take_place(interest=found, now=now)
        waits = booking.state == Booking.State.WAITING
        return "You are on the waiting list." if waits else "The place is yours. We have sent you an email."
    if deed == "turn_down":
        interests.turn_down(interest=found, now=now)
        return "Thank you for telling us. The coordinator will offer you another date."
    if deed == "take_back":
        interests.not_now(interest=found, reason=interests.TOOK_IT_BACK, by=None, now=now)
        return "Thank you for telling us. We do not write to you about it any more."
    return ""


@public
@require_POST
@opened_by_link(BOOKING, lambda: Booking.objects.select_related("organisation"))
def of_booking(request, token, found):
    """They have their booking's page by email, so it needs no confirming."""
    if found.email:
        interests.say(
            came_by=Interest.CameBy.BOOKING,
            name=found.name,
            email=found.email,
            organisation=found.organisation,
            other_organisation=found.other_organisation,
            staff_group=found.staff_group,
            now=timezone.now(),
        )
        messages.success(request, "Thank you. The coordinator will be in touch about becoming a facilitator.")
    return redirect("courses:booking", token=token)
