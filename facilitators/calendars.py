"""iCalendar: invitations for those who accepted a part, and a facilitator's private feed. All times are
UTC."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Step Forward//Facilitating//EN"


def invitation(assignment, method):
    """The text of a REQUEST or CANCEL for one person's part; the session's sequence says which is newer."""
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(assignment)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{_address(settings.DEFAULT_FROM_EMAIL)}")
    organiser.params["cn"] = vText("Step Forward")
    event.add("organizer", organiser, encode=0)
    attendee = vCalAddress(f"mailto:{assignment.facilitator.user.email}")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def feed(assignments):
    """A calendar of these parts, for a program that fetches it again and again."""
    calendar = _calendar()
    calendar.add("x-wr-calname", "Step Forward")
    for assignment in assignments:
        calendar.add_component(_event(assignment))
    return calendar.to_ical().decode()


def _calendar():
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _event(assignment):
    session = assignment.session
    event = Event()
    event.add("uid", f"session-{session.pk}-facilitator-{assignment.facilitator_id}@{_host()}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", f"{session.course} ({assignment.get_part_display().lower()})")
    event.add("location", place_in_full(session))
    return event


def place_in_full(session):
    """The venue with its address, the online link, or that there is no place yet."""
    if session.venue:
        return f"{session.venue.name}, {session.venue.address}, {session.venue.postcode}"
    return session.online_link or "Place to be confirmed"


def _host():
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _address(sender):
    return sender.rpartition("<")[2].rstrip(">")
