"""What this floor puts on a booking's page: a way to say that one would like to facilitate."""

from django import template

from courses.models import Booking

register = template.Library()


@register.inclusion_tag("facilitators/interest_of_booking.html", takes_context=True)
def interest_of_booking(context, booking, token):
    """For who attended a course, and can be written to."""
    attended = booking.attendance == Booking.Attendance.ATTENDED
    return {
        "shown": bool(attended and booking.email),
        "token": token,
        "csrf_token": context.get("csrf_token"),
    }
