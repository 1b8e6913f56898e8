from datetime import UTC, datetime

from icalendar import Calendar, Event

from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import post
from stepforward.people.models import Organisation

LINK = "https://stepforward.example/bookings/secret-token/"


def subject_matter():
    """A row for emails to be about."""
    return Organisation.objects.get_or_create(ods_code="T0001", defaults={"name": "A trust for tests"})[0]


def letter(n=1, *, now=None, about=None, links=None, **more):
    """A posted email to person `n`; with `now` it is due from then on. Other fields as `post` takes them."""
    email = post(
        kind="outbox/letter",
        about=about or subject_matter(),
        to=f"person.{n}@example.test",
        name=f"Person {n}",
        context={"what": "the Active Bystander course"},
        links={"page_link": LINK} if links is None else links,
        **more,
    )
    if now:
        change(email, due_at=now)
    return email


def change(email, **fields):
    """Put a row into a state of its life without living it."""
    if fields.get("state") in {"sent", "withdrawn"}:
        fields.setdefault("sealed_links", None)
    OutgoingEmail.objects.filter(pk=email.pk).update(**fields)
    email.refresh_from_db()
    return email


def invitation(method="REQUEST"):
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Step Forward//Tests//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event.add("uid", "session-1-person-1@stepforward.example")
    event.add("sequence", 2)
    event.add("dtstamp", datetime(2026, 6, 1, 9, tzinfo=UTC))
    event.add("dtstart", datetime(2026, 7, 7, 12, 30, tzinfo=UTC))
    event.add("dtend", datetime(2026, 7, 7, 14, 30, tzinfo=UTC))
    event.add("summary", "Active Bystander – für alle")
    event.add("location", "Stockport")
    calendar.add_component(event)
    return calendar.to_ical().decode()
