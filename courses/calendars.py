"""iCalendar invitations for whoever has a place. All times are UTC."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Step Forward//Courses//EN"


def invitation(booking, method="REQUEST", *, sequence=None):
    """The text of a REQUEST or CANCEL for one booking. Its UID never changes; `sequence`, the session's
    unless said, tells a calendar which of two is newer."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(booking, method, sequence))
    return calendar.to_ical().decode()


def _event(booking, method, sequence):
    session, event = booking.session, Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"session-{session.pk}-booking-{booking.pk}@{host}")
    event.add("sequence", session.sequence if sequence is None else sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", session.course.name)
    event.add("location", place_in_full(session))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{_address(settings.DEFAULT_FROM_EMAIL)}")
    organiser.params["cn"] = vText("Step Forward")
    event.add("organizer", organiser, encode=0)
    attendee = vCalAddress(f"mailto:{booking.email}")
    attendee.params["cn"] = vText(booking.name)
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    return event


def place_in_full(session):
    """The venue with its address, or the online link: only for people who have a place."""
    if session.venue:
        return ", ".join(filter(None, [session.venue.name, session.venue.said_address]))
    return session.online_link or "To be confirmed"


def _address(sender):
    """courses@x.example of "Step Forward <courses@x.example>"."""
    return sender.rpartition("<")[2].rstrip(">")
