"""What happens to a training request: asked, taken, planned, scheduled; or declined, or withdrawn."""

from django.db import transaction

from courses import emails
from courses.models import TrainingRequest
from courses.refusals import NoReason, NotWaiting
from stepforward.audit.recording import record

State = TrainingRequest.State
ANSWERED = {State.SCHEDULED: "scheduled", State.DECLINED: "declined", State.WITHDRAWN: "withdrawn"}


@transaction.atomic
def ask(*, now, **said):
    """Save what a department asks for and acknowledge it. `said` are the request's fields."""
    request = TrainingRequest.objects.create(asked_at=now, **said)
    record("request received", request, people=request.people)
    emails.request_received(request)
    return request


@transaction.atomic
def take(*, request, by, now):
    """`by` works on it from now on, also where a colleague did before."""
    request = _waiting(request)
    request.state, request.owner = State.TAKEN, by
    request.save(update_fields=["state", "owner"])
    record("request taken", request, by=by)
    return request


@transaction.atomic
def decline(*, request, reason, by, now):
    """Say no, with a reason that the requester reads."""
    request = _waiting(request)
    if not reason.strip():
        raise NoReason("Say why, because the requester reads it.", field="reason")
    _answer(request, State.DECLINED, now, reason=reason.strip())
    record("request declined", request, by=by)
    emails.request_declined(request)
    return request


@transaction.atomic
def withdraw(*, request, now, by=None):
    """The requester does not need it any more. What was planned from it stays, for the coordinator to
    decide."""
    request = _waiting(request)
    _answer(request, State.WITHDRAWN, now)
    record("request withdrawn", request, by=by)
    return request


def schedule(request, *, by, now):
    """A session of it was opened, so it has its answer; a second one changes nothing. Called in a
    transaction."""
    request = _locked(request)
    if request.is_waiting:
        _answer(request, State.SCHEDULED, now)
        record("request scheduled", request, by=by)


def unschedule(request, *, by):
    """Its session was called off: it waits again, unless another session of it stands. Called in a
    transaction."""
    request = _locked(request)
    if request.state != State.SCHEDULED or request.sessions.filter(state__in=["open", "delivered"]).exists():
        return
    request.owner = request.owner or by
    request.state, request.answered_at = (State.TAKEN if request.owner else State.NEW), None
    request.save(update_fields=["state", "owner", "answered_at"])
    record("request waiting again", request, by=by)


def _answer(request, state, now, reason=""):
    request.state, request.answered_at, request.reason = state, now, reason
    request.save(update_fields=["state", "answered_at", "reason"])


def _waiting(request):
    request = _locked(request)
    if not request.is_waiting:
        raise NotWaiting(f"This request is not waiting any more: it was {ANSWERED[request.state]}.")
    return request


def _locked(request):
    TrainingRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    return TrainingRequest.objects.select_related("organisation", "owner").get(pk=request.pk)
