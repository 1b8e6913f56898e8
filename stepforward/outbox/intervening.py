"""What people and other floors do about an email that has not gone: try it now, or take it back."""

from django.db import transaction
from django.db.models import F

from stepforward.audit.recording import record
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import wake_worker
from stepforward.refusals import Refused

State = OutgoingEmail.State
IN_HAND = "This email is being sent right now. Look again in a minute."
GONE = "This email has been sent. What has gone cannot be taken back or sent again."
TAKEN_BACK = "This email was withdrawn, and its private links are gone."
PAST = "This email is no longer true, so it is not sent any more."
ON_ITS_WAY = "This email is on its way already."


@transaction.atomic
def retry(*, email, by, now):
    """Try it now, with all its tries before it again. Raises Refused."""
    email = _locked(email)
    if email.state == State.WITHDRAWN:
        raise Refused(TAKEN_BACK)
    if not email.may_retry:
        raise Refused(ON_ITS_WAY)
    if email.holds_until and email.holds_until <= now:
        raise Refused(PAST)
    record("email retried", email, by=by, was=email.state, attempts=email.attempts, code=email.error_code)
    email.state, email.attempts, email.due_at = State.QUEUED, 0, now
    email.save(update_fields=["state", "attempts", "due_at"])
    transaction.on_commit(lambda: wake_worker(email.pk), robust=True)
    return email


@transaction.atomic
def withdraw(*, email, by, now):
    """Take back an email that has not gone. Raises Refused."""
    email = _locked(email)
    if email.state == State.WITHDRAWN:
        raise Refused(TAKEN_BACK)
    _take_back(email, by=by)
    return email


@transaction.atomic
def withdraw_for(*, about, kinds=None, by=None):
    """Take back what still waits about the row `about`, or was given up, of these kinds or of all, because it
    no longer holds; returns how many there were. One that a worker is sending right now may still arrive, but
    is not tried again."""
    there = OutgoingEmail.objects.filter(
        about=about._meta.label,
        about_id=str(about.pk),
        state__in=[State.QUEUED, State.FAILED, State.SENDING],
    )
    if kinds is not None:
        there = there.filter(kind__in=kinds)
    emails = list(there.order_by("pk").select_for_update())
    waiting = [email for email in emails if email.state != State.SENDING]
    for email in waiting:
        _take_back(email, by=by)
    in_hand = [email.pk for email in emails if email.state == State.SENDING]
    OutgoingEmail.objects.filter(pk__in=in_hand).update(holds_until=F("claimed_at"))
    return len(waiting)


def withdraw_all(*, about):
    """Take back all that still waits about the row `about` at once; returns how many. Whoever asks audits
    it."""
    waiting = OutgoingEmail.objects.filter(about=about._meta.label, about_id=str(about.pk))
    return waiting.filter(state=State.QUEUED).update(state=State.WITHDRAWN, sealed_links=None)


def _locked(email):
    """The row as it is now, locked; raises Refused when a worker has it, or has sent it."""
    email = OutgoingEmail.objects.select_for_update().get(pk=email.pk)
    if email.state == State.SENDING:
        raise Refused(IN_HAND)
    if email.state == State.SENT:
        raise Refused(GONE)
    return email


def _take_back(email, *, by):
    record("email withdrawn", email, by=by, was=email.state, attempts=email.attempts, kind=email.kind)
    email.state, email.sealed_links = State.WITHDRAWN, None
    email.save(update_fields=["state", "sealed_links"])
