"""What this floor forgets by itself: access needs, which are special category data."""

from datetime import timedelta

from django.db.models import Q

from courses.models import Booking

A_MONTH = timedelta(days=31)


def forget_needs(*, now):
    """Blank what people said they need once their session is a month past or their booking has ended; returns
    how many had said something."""
    over = Q(session__ends_at__lte=now - A_MONTH) | ~Q(state__in=Booking.LIVE)
    return Booking.objects.filter(over).exclude(needs="").update(needs="")
