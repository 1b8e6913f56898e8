"""An outbox row as the message that goes over the wire."""

from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from stepforward.outbox.sealing import fill, unseal


def message_of(email):
    """Plain text, and the calendar twice: as an alternative that mail programs act on, and as a file for
    those that only open files. No tracking, no HTML. Raises sealing.LinksLost."""
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=fill(email.text, unseal(email.sealed_links)),
        to=[formataddr((" ".join(email.to_name.split()), in_ascii(email.to_email)))],
        headers={"Message-ID": email.message_id, "Auto-Submitted": "auto-generated"},
    )
    if email.calendar:
        message.attach_alternative(email.calendar, f"text/calendar; method={email.calendar_method}")
        message.attach("invite.ics", email.calendar.encode(), "application/ics")
    return message


def in_ascii(address):
    """amy@xn--mnchen-3ya.example of amy@münchen.example, as it goes over the wire."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{punycode(domain)}"
