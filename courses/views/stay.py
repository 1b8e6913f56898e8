"""For how much of the session somebody was there: late, early, enough."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from courses import registers
from courses.forms.register import Stay
from courses.views.register import kept_by
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import in_london


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def stay(request, pk, booking_pk):
    session = kept_by(request, pk)
    booking = get_object_or_404(session.bookings.booked(), pk=booking_pk)
    stands = {
        "came_late": booking.came_late,
        "arrived_at": booking.arrived_at and in_london(booking.arrived_at).time(),
        "left_early": booking.left_early,
        "left_at": booking.left_at and in_london(booking.left_at).time(),
        "too_little": not booking.took_part,
    }
    form = Stay(request.POST or None, initial=stands, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            registers.note_stay(booking=booking, by=request.user, now=timezone.now(), **form.said)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"Saved: {booking.name} was there.")
            return redirect(f"{reverse('courses:register', args=[pk])}#person-{booking.pk}")
    context = {"form": form, "session": session, "booking": booking}
    return render(request, "courses/stay.html", context, status=422 if form.errors else 200)
