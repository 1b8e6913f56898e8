"""Sending: a worker claims a row, speaks to the mail server, and writes down what came of it.

A row is in one worker's hands at a time. Who dies with it in hand is found by the sweep, and the email goes
again under the same Message-ID: that is as near to exactly once as SMTP allows.
"""

import logging
import time
from contextlib import suppress
from datetime import timedelta

from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connection, transaction

from stepforward.outbox.failures import failure_of
from stepforward.outbox.message import message_of
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import wake_worker

State = OutgoingEmail.State

DELAYS = (  # after the first failed try, the second …; after as many the email has failed
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
SEND_SECONDS = 90  # a worker that takes longer is ended; well before its claim is over
CLAIM_LASTS = timedelta(minutes=2)
ON_ITS_WAY = timedelta(seconds=20)  # the sweep leaves what was posted just now to its own task
SWEEP_AT_MOST = 500
TOO_LATE = "It could not be delivered while it was still true."
WORKER_DIED = "The worker stopped in the middle of sending it, again and again."

logger = logging.getLogger(__name__)


def send(pk, *, now):
    """Send one email if it waits, is due and nobody else has it. Failures go into the row, none is raised."""
    email = claim(pk, now=now)
    if email is None:
        return
    try:
        deliver(email)
    except Exception as error:  # whatever it was, the row must say so
        failure = failure_of(error)
        _insist(lambda: note_failure(email, failure, now=now))
    else:
        _insist(lambda: note_sent(email, now=now))


def claim(pk, *, now):
    """The row, now in our hands and committed so; None when there is nothing for us to do."""
    with transaction.atomic(durable=True):
        waiting = OutgoingEmail.objects.due(now).select_for_update(skip_locked=True)
        email = waiting.filter(pk=pk).first()
        if email is None:
            return None
        if email.holds_until and email.holds_until <= now:
            email.state, email.sealed_links = State.FAILED, None
            email.error, email.error_code = TOO_LATE, None
            email.save()
            return None
        email.state, email.claimed_at, email.attempts = State.SENDING, now, email.attempts + 1
        email.save(update_fields=["state", "claimed_at", "attempts"])
        return email


def deliver(email):
    """One conversation with the mail server; returns when it took the email, however it says goodbye."""
    message = message_of(email)
    server = get_connection()
    try:
        server.open()
        server.send_messages([message])
    finally:
        with suppress(Exception):
            server.close()


def note_sent(email, *, now):
    """It has gone, even if a sweep thought us dead and queued it again meanwhile."""
    OutgoingEmail.objects.filter(pk=email.pk).exclude(state=State.SENT).update(
        state=State.SENT, sent_at=now, claimed_at=None, sealed_links=None, error="", error_code=None
    )


def note_failure(email, failure, *, now):
    """Queue it for its next try, or give up; only while the row is still in our hands."""
    given_up = failure.final or email.attempts > len(DELAYS)
    changes = {"state": State.FAILED} if given_up else {"state": State.QUEUED}
    if not given_up:
        changes["due_at"] = now + DELAYS[email.attempts - 1]
    OutgoingEmail.objects.filter(pk=email.pk, state=State.SENDING, claimed_at=email.claimed_at).update(
        claimed_at=None, error=failure.words, error_code=failure.code, **changes
    )
    logger.warning(
        "email not sent",
        extra={"fields": {"email": email.pk, "code": failure.code, "given_up": given_up}},
    )


def sweep(*, now):
    """Wake workers for what is due and was left behind; returns how many emails that were."""
    release_abandoned(now=now)
    due = OutgoingEmail.objects.due(now - ON_ITS_WAY).order_by("due_at", "id")
    woken = 0
    for pk in due.values_list("pk", flat=True)[:SWEEP_AT_MOST]:
        woken += wake_worker(pk, expires=60)
    return woken


def release_abandoned(*, now):
    """Queue again what a worker took more than two minutes ago and said nothing about."""
    abandoned = OutgoingEmail.objects.filter(state=State.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    abandoned.filter(attempts__gt=len(DELAYS)).update(state=State.FAILED, claimed_at=None, error=WORKER_DIED)
    return abandoned.update(state=State.QUEUED, claimed_at=None)


def _insist(write):
    """Run `write` again on a new connection when the database went away: what has gone must be known."""
    for pause in (0.2, 1, 3):  # seconds
        try:
            return write()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(pause)
    return write()
