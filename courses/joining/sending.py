"""Sending joining instructions to whoever is due them."""

from django.db import transaction

from courses import emails
from courses.bookings import lock_session
from courses.joining.due import KIND, due
from courses.models import Booking


def send(*, now):
    """To everybody with a place who is due them; returns how many emails."""
    booked = Booking.objects.booked().reachable().select_related("session__course", "session__venue")
    return send_to(booked, kind=KIND, tell=emails.joining_instructions, now=now)


def send_to(rows, *, kind, tell, now):
    """`tell` each of `rows` that is due them. The session is held meanwhile and the question asked again, so
    that nothing stale is posted while somebody moves it, or calls it off."""
    sent = 0
    for pk in sorted(set(due(rows, kind=kind, now=now).values_list("session", flat=True))):
        with transaction.atomic():
            lock_session(pk)
            for row in due(rows.filter(session=pk), kind=kind, now=now):
                tell(row)
                sent += 1
    return sent
