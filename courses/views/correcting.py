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
    stands = {"name": booking.name, "attended": "yes" if booking.attendance == "attended" else "no"}
    form, status = RightEntry(request.POST or None, initial=stands), 200
    if request.method == "POST" and form.is_valid():
        try:
            certificate = put_right(booking=booking, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            said = "Saved. Their certificate is on its way by email." if certificate else "Saved."
            messages.success(request, said)
            return redirect("courses:register", pk=pk)
    if request.method == "POST":
        status = 422
    live = booking.certificates.live().first()
    context = {"form": form, "booking": booking, "session": booking.session, "certificate": live}
    return render(request, "courses/correct_entry.html", context, status=status)
