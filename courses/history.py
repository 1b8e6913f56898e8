"""A request's story, newest first: what was done, notes, the conversation, emails, its sessions. Reading
only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.text import capfirst

from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.ui.wording import say_clock, say_day_short

REQUEST, SESSION, MESSAGE = "courses.TrainingRequest", "courses.Session", "courses.RequestMessage"
SHOWN_IN_FULL = {"note written", "message received", "reply written", "request handed over"}
RECORDED = {"phone": "by phone", "email": "by email", "person": "in person"}
EMAIL_COLOURS = {"sent": "green", "failed": "red"}


@dataclass(frozen=True)
class Entry:
    at: datetime
    what: str
    who: str = ""
    text: str = ""
    email: OutgoingEmail | None = None
    colour: str = "grey"


def story_of(asked_together, *, sessions, notes, messages):
    """The entries of the requests `asked_together`, of which the first is the one that goes on; the other
    rows have been read for the page anyway. Two queries."""
    names = {one.pk: one.contact_name for one in asked_together}
    days = {str(one.pk): f"{say_day_short(one.starts_at)}, {say_clock(one.starts_at)}" for one in sessions}
    entries = [Entry(one.written_at, "Note", one.by.name, one.text) for one in notes]
    entries += [_of_message(one, names[one.request_id]) for one in messages]
    entries += [_of_event(one, days) for one in _events(list(names), list(days))]
    entries += [
        Entry(
            one.created_at, f"Email to {one.to_name}", text=one.subject, email=one,
            colour=EMAIL_COLOURS.get(one.state, "grey"),
        )
        for one in _emails(list(names), list(days), [one.pk for one in messages])
    ]  # fmt: skip
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _events(requests, sessions):
    ours = Q(about=REQUEST, about_id__in=[str(pk) for pk in requests]) & ~Q(verb__in=SHOWN_IN_FULL)
    planned = Q(about=SESSION, about_id__in=sessions, verb__startswith="session ")
    return AuditEvent.objects.filter(ours | planned).select_related("by")


def _emails(requests, sessions, messages):
    return OutgoingEmail.objects.filter(
        Q(about=REQUEST, about_id__in=[str(pk) for pk in requests])
        | Q(about=SESSION, about_id__in=sessions, kind__startswith="courses/request_")
        | Q(about=MESSAGE, about_id__in=[str(pk) for pk in messages])
    ).defer("text", "calendar", "sealed_links")


def _of_event(event, days):
    what = capfirst(event.verb)
    if event.about == SESSION:
        what = f"{what}: {days[event.about_id]}"
    elif how := RECORDED.get(event.details.get("how")):
        what = f"{what}: asked {how}"
    return Entry(event.at, what, event.by.name if event.by else "")


def _of_message(message, contact):
    if message.by:
        return Entry(message.written_at, f"Message to {contact}", message.by.name, message.text)
    return Entry(message.written_at, f"Message from {contact}", text=message.text, colour="yellow")
