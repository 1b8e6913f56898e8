"""What this floor forgets by itself: what people need, and why they cancelled, which may be special category
data."""

from datetime import timedelta

from django.db.models import Q

from courses.models import Booking

A_MONTH = timedelta(days=31)


def forget_needs(*, now):
    """Blank what people said they need, to take part and to eat, once their session is a month past or their
    booking has ended, and a month after it their own words on why they cancelled; returns how many had said
    something."""
    past = Q(session__ends_at__lte=now - A_MONTH)
    noted = Booking.objects.filter(past).exclude(cancelled_note="").update(cancelled_note="")
    may_come_back = ~Q(called_off_from="") & Q(session__starts_at__gt=now)
    over = Booking.objects.filter(past | (~Q(state__in=Booking.LIVE) & ~may_come_back))
    return noted + over.exclude(needs="", dietary="").update(needs="", dietary="")
