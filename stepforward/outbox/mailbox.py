"""The demo's mailbox: what truly arrived at its mail server, one file a message. Production has none."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Delivery:
    """One message as it arrived: `name` is its file's; `at` is aware."""

    name: str
    at: datetime
    to: str
    subject: str
    message_id: str
    text: str = ""
    headers: tuple = ()
    parts: tuple = ()


SHOWN_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Delivered-To")


def is_kept():
    return bool(settings.DEMO_MAILBOX)


def files():
    """All messages as paths, newest first."""
    if not is_kept():
        return []
    found = Path(settings.DEMO_MAILBOX).glob("*.eml")
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def heading(path):
    """A message without its text, for lists."""
    with path.open("rb") as file:
        return _delivery(path, BytesHeaderParser(policy=default).parse(file))


def named(name):
    """The whole message of that name, or None; the name is compared, never used as a path."""
    return next((whole(path) for path in files() if path.name == name), None)


def with_message_id(message_id):
    """The whole message that carries `message_id`, or None."""
    return next((whole(path) for path in files() if heading(path).message_id == message_id), None)


def whole(path):
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    parts = [
        f"{part.get_content_type()}{f' ({method})' if (method := part.get_param('method')) else ''}"
        f"{f', {part.get_filename()}' if part.get_filename() else ''}"
        for part in message.walk()
        if not part.is_multipart()
    ]
    headers = [(name, str(message[name])) for name in SHOWN_HEADERS if message[name]]
    return _delivery(
        path, message, text=body.get_content() if body else "", headers=tuple(headers), parts=tuple(parts)
    )


def _delivery(path, message, **more):
    return Delivery(
        name=path.name,
        at=_date(message) or datetime.fromtimestamp(path.stat().st_mtime, UTC),
        to=str(message["To"] or message["Delivered-To"] or ""),
        subject=str(message["Subject"] or "(no subject)"),
        message_id=str(message["Message-ID"] or "").strip(),
        **more,
    )


def _date(message):
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(UTC)
    except ValueError:
        return None
