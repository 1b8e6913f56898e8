"""iCalendar: one entry for each session and person who has a place or a part in it. All times are UTC."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Step Forward//Sessions//EN"


def invitation(booking, method="REQUEST", *, sequence=None):
    """The text of a REQUEST, CANCEL or PUBLISH for one booking."""
    session = booking.session
    entry = entry_of(session, whose=f"booking-{booking.pk}", summary=session.course.name, sequence=sequence)
    return addressed(entry, method, email=booking.email, name=booking.name)


def uid_of(session, whose):
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"session-{session.pk}-{whose}@{host}"


def location_of(session):
    return session.venue.in_full if session.is_both else session.place_in_full


def entry_of(session, *, whose, summary, sequence=None):
    """A session in the calendar of one person: its UID, made of the session and `whose`, never changes;
    `sequence`, the session's unless said, tells a calendar which of two is newer."""
    entry = Event()
    entry.add("uid", uid_of(session, whose))
    entry.add("sequence", session.sequence if sequence is None else sequence)
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    entry.add("dtstart", session.starts_at.astimezone(UTC))
    entry.add("dtend", session.ends_at.astimezone(UTC))
    entry.add("summary", summary)
    entry.add("location", location_of(session))
    if description := how_to_join(session):
        entry.add("description", description)
    if session.online_link:
        entry.add("url", session.online_link)
    return entry


def how_to_join(session):
    """The two ways there are, where there are two; and, once it is confirmed, what to know and to bring."""
    said = [f"You can join in person or online.\n{session.where_to_join}"] if session.is_both else []
    if session.says_how_to_join:
        bring = f"What to bring: {session.said_to_bring}" if session.said_to_bring else ""
        said += filter(None, [session.said_before, bring])
    return "\n\n".join(said)


def addressed(entry, method, *, email, name):
    """The text of a calendar that sends the entry to one person, from the address that our emails have."""
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{_address(settings.DEFAULT_FROM_EMAIL)}")
    organiser.params["cn"] = vText("Step Forward")
    entry.add("organizer", organiser, encode=0)
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["cn"] = vText(name)
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    entry.add("attendee", attendee, encode=0)
    return text_of([entry], method=method)


def text_of(entries, **properties):
    """The text of a calendar with these entries, and properties of its own, such as its method."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for name, value in properties.items():
        calendar.add(name.replace("_", "-"), value)
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical().decode()


def _address(sender):
    """courses@x.example of "Step Forward <courses@x.example>"."""
    return sender.rpartition("<")[2].rstrip(">")
