"""The private page of one booking, which the links in its emails open, and what can be done there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import bookings
from courses.calendars import invitation
from courses.emails import BOOKING
from courses.forms.booking import Cancel
from courses.models import Booking
from courses.views.private import opened_by_link
from stepforward.people.access import public
from stepforward.refusals import Refused

DEEDS = {
    "cancel": (bookings.cancel, "Thank you for telling us. Your booking is cancelled."),
    "take": (bookings.take_offered_place, "The place is yours. We have sent you an entry for your calendar."),
    "refuse": (bookings.refuse_offered_place, "Thank you for telling us. Somebody else gets the place."),
}


def _rows():
    return Booking.objects.select_related("session__course", "session__venue", "organisation")


@public
@opened_by_link(BOOKING, _rows)
def booking(request, token, found):
    return _page(request, token, found, Cancel())


def _page(request, token, found, form, status=200):
    now, session = timezone.now(), found.session
    before = 0
    if found.state == Booking.State.WAITING:
        before = session.bookings.waiting().filter(place_in_line__lt=found.place_in_line).count()
    attended = found.attendance == Booking.Attendance.ATTENDED
    context = {
        "booking": found,
        "certificate": found.certificates.live().first() if attended else None,
        "session": session,
        "token": token,
        "form": form,
        "before": before,
        "to_come": session.starts_at > now and session.state == "open",
        "offer_open": found.state == Booking.State.OFFERED and found.hold_until > now,
    }
    return render(request, "courses/booking.html", context, status=status)


@public
@require_POST
@opened_by_link(BOOKING, _rows)
def do(request, token, found, *, deed):
    if deed not in DEEDS:
        raise Http404
    verb, thanks = DEEDS[deed]
    form = Cancel(request.POST if deed == "cancel" else {})
    if not form.is_valid():
        return _page(request, token, found, form, status=422)
    said = form.cleaned_data if deed == "cancel" else {}
    try:
        verb(booking=found, now=timezone.now(), **said)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, thanks)
    return redirect("courses:booking", token=token)


@public
@opened_by_link(BOOKING, _rows)
def calendar_entry(request, token, found):
    if found.state != Booking.State.BOOKED or found.session.state == "called_off":
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="step-forward.ics"'}
    return HttpResponse(
        invitation(found, "PUBLISH"), content_type="text/calendar; charset=utf-8", headers=headers
    )
