"""Posting an email: `post(...)` writes the row in the caller's transaction and wakes the worker on commit.

The wording of kind "courses/booking_confirmed" is `templates/emails/courses/booking_confirmed.txt`: the
subject on the first line, a blank line, the text, with the {placeholders} that the floor's `email_kinds.py`
declares; a coordinator may have written their own. What only the recipient may see is given as `links`; in
the row it stands as [[name]], and is kept encrypted until the email has gone.
"""

import logging
import time
from email.utils import make_msgid
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from kombu.exceptions import OperationalError

from stepforward.celery import app as celery_app
from stepforward.outbox import kinds
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.rewording import wording_of
from stepforward.outbox.sealing import placeholder, seal

BROKER_LEFT_ALONE = 5.0  # seconds, after it did not answer

logger = logging.getLogger(__name__)
_broker_away_until = 0.0


def post(
    *,
    kind,
    about,
    to,
    name="",
    version="1",
    context=None,
    links=None,
    calendar="",
    calendar_method="",
    holds_until=None,
):
    """Queue one email and return its row; the same (kind, about, to, version) returns the row that is there.

    `about` is the saved row that the email speaks of; `links` maps placeholder names to full addresses;
    `calendar` is iCalendar text with its `calendar_method` ("REQUEST" or "CANCEL"). From `holds_until` on
    (aware) it is not sent any more: a reminder says nothing once the session has begun.
    """
    if calendar and f"METHOD:{calendar_method}" not in calendar.splitlines():
        raise ValueError(f"The calendar does not say METHOD:{calendar_method}.")
    links = links or {}
    words = (context or {}) | {"name": name} | {link: placeholder(link) for link in links}
    subject, text = compose(kind, words)
    email, made = OutgoingEmail.objects.get_or_create(
        key=key_of(kind=kind, about=about, to=to, version=version),
        defaults={
            "kind": kind,
            "about": about._meta.label,
            "about_id": str(about.pk),
            "to_email": to,
            "to_name": name,
            "subject": subject,
            "text": text,
            "sealed_links": seal(links) if links else None,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "message_id": make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
            "due_at": timezone.now(),
            "holds_until": holds_until,
        },
    )
    if made:
        # Not a partial: when it fails, Django logs its __qualname__.
        transaction.on_commit(lambda: wake_worker(email.pk), robust=True)
    return email


def post_many(*, kind, about, letters, due_at):
    """Queue an email for each of `letters` (with name, email, subject and text) in a few statements, however
    many they are. No worker is woken: from `due_at` (aware) on the sweep finds them, so until then they can
    be taken back. Returns how many letters there were; one that is queued already stays one."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    emails = [
        OutgoingEmail(
            key=key_of(kind=kind, about=about, to=letter.email),
            kind=kind,
            about=about._meta.label,
            about_id=str(about.pk),
            to_email=letter.email,
            to_name=letter.name,
            subject=letter.subject,
            text=letter.text,
            message_id=make_msgid(domain=host),
            due_at=due_at,
        )
        for letter in letters
    ]
    OutgoingEmail.objects.bulk_create(emails, ignore_conflicts=True, batch_size=1000)
    return len(emails)


def key_of(*, kind, about, to, version="1"):
    """The unique key of an email: what makes a second one the same one."""
    return f"{kind}:{about._meta.label}.{about.pk}:{sha256(to.lower().encode()).hexdigest()[:12]}:{version}"


def compose(kind, words):
    """(subject, text) of an email kind. One that nobody declared is a Django template, and only that."""
    declared = kinds.find(kind)
    if declared:
        return wording_of(declared).filled(lambda name: declared.say(name, words))
    template = get_template(f"emails/{kind}.txt").template
    rendered = template.render(Context(words, autoescape=False))
    subject, _, text = rendered.strip().partition("\n")
    return " ".join(subject.split())[:200], text.strip() + "\n"


def wake_worker(pk, **options):
    """Tell a worker of a row; whether it was told. A broker that is away is left alone for some seconds,
    because each try may take one and a call-off posts dozens of emails. The sweep finds what is left."""
    global _broker_away_until
    if time.monotonic() < _broker_away_until:
        return False
    try:
        celery_app.send_task("outbox.send", args=[pk], **options)
    except OperationalError:
        _broker_away_until = time.monotonic() + BROKER_LEFT_ALONE
        logger.warning("the broker is away; the sweep will find the emails")
        return False
    return True
