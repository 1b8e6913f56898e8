"""A material, for somebody with a place, from the private page of their booking."""

from django.shortcuts import get_object_or_404

from courses import materials
from courses.emails import BOOKING
from courses.models import Booking
from courses.views.materials import given_out, in_a_sandbox
from courses.views.private import opened_by_link
from stepforward.people.access import public


@public
@in_a_sandbox
@opened_by_link(BOOKING, lambda: Booking.objects.select_related("session"))
def booked_material(request, token, found, *, pk):
    return given_out(get_object_or_404(materials.for_booking(found), pk=pk))
