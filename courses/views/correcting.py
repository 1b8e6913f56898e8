"""Putting right what a closed register says of one person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.correcting import put_right
from courses.forms.correcting import RightEntry
from courses.models import Booking
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.PLAN_SESSIONS)
def correct_entry(request, pk, booking_pk):
    rows = Booking.objects.booked().select_related("session__course")
    booking = get_object_or_404(rows, session=pk, session__state="delivered", pk=booking_pk)
    attended = "no" if booking.attendance == "absent" else ""
    if booking.attendance == "attended":
        attended = "yes" if booking.took_part else "little"
    stands, reachable = {"name": booking.name, "attended": attended}, bool(booking.email)
    form, status = RightEntry(request.POST or None, initial=stands, reachable=reachable), 200
    if request.method == "POST" and form.is_valid():
        try:
            certificate = put_right(booking=booking, by=request.user, now=timezone.now(), **form.said)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            sent = certificate and certificate.booking.email
            said = "Saved. Their certificate is on its way by email." if sent else "Saved."
            messages.success(request, said)
            return redirect("courses:register", pk=pk)
    if request.method == "POST":
        status = 422
    live = booking.certificates.live().first()
    context = {"form": form, "booking": booking, "session": booking.session, "certificate": live}
    return render(request, "courses/correct_entry.html", context, status=status)
