"""What a coordinator may word of the email with the joining instructions."""

from courses.email_placeholders import BOOKING_LINK, THE_SESSION, newest_booking
from courses.joining.due import KIND
from courses.joining.words import JOINING
from courses.models import Booking
from stepforward.outbox.kinds import declare

declare(
    KIND,
    "How to join their session",
    to="Whoever has a place, or waits for one",
    placeholders=THE_SESSION | JOINING | BOOKING_LINK,
    newest=newest_booking(state=Booking.State.BOOKED),
)
