"""What the private page of a booking says of checking in."""

from django import template
from django.utils import timezone

from courses.models import Booking, Session
from courses.registers import DOORS

register = template.Library()


@register.inclusion_tag("courses/check_in_of_booking.html")
def check_in_of(booking, token):
    """While people can check in: that they have, or where to. It costs no query."""
    session, now = booking.session, timezone.now()
    during = session.starts_at - DOORS <= now < session.ends_at and session.state == Session.State.OPEN
    return {"booking": booking, "token": token, "during": during and booking.state == Booking.State.BOOKED}
