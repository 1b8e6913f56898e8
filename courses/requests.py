"""What happens to a training request: asked, taken, planned, scheduled; or declined, or withdrawn."""

from django.db import transaction

from courses import emails
from courses.models import RequestNote, TrainingRequest
from courses.refusals import AskedByOthers, NoReason, NothingSaid, NotTheirs, NotWaiting
from stepforward.audit.recording import record
from stepforward.people.roles import Permission

State = TrainingRequest.State
ANSWERED = {
    State.SCHEDULED: "scheduled",
    State.DECLINED: "declined",
    State.WITHDRAWN: "withdrawn",
    State.MERGED: "merged into another",
}


@transaction.atomic
def ask(*, now, **said):
    """Save what a department asks for and acknowledge it. `said` are the request's fields."""
    request = TrainingRequest.objects.create(asked_at=now, **said)
    record("request received", request, people=request.people)
    emails.request_received(request)
    return request


@transaction.atomic
def take_down(*, asked_at, how, acknowledge, by, **said):
    """Save what somebody asked for who rang or wrote (`how`), which `by` has typed; they get the email with
    their private page only where they want it."""
    request = TrainingRequest.objects.create(asked_at=asked_at, **said)
    record("request recorded", request, by=by, how=how, people=request.people)
    if acknowledge:
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
def hand_over(*, request, to, words="", by, now):
    """A colleague works on it from now on, and finds a note that says so, with the `words` of `by`."""
    request = _waiting(request)
    if not to.may(Permission.ANSWER_REQUESTS):
        raise NotTheirs(f"{to.name} cannot answer requests.", field="to")
    request.state, request.owner = State.TAKEN, to
    request.save(update_fields=["state", "owner"])
    record("request handed over", request, by=by, to=to.pk)
    text = f"Handed over to {to.name}. {words.strip()}".strip()
    return RequestNote.objects.create(request=request, text=text, by=by, written_at=now)


@transaction.atomic
def note(*, request, text, by, now):
    """Write something down for colleagues; the requester never sees it."""
    if not text.strip():
        raise NothingSaid("Write the note.", field="text")
    request = standing_for(request)
    record("note written", request, by=by)
    return RequestNote.objects.create(request=request, text=text.strip(), by=by, written_at=now)


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
    if request.merged.exists():
        raise AskedByOthers("Colleagues of yours asked for it too, so please write to us instead.")
    _answer(request, State.WITHDRAWN, now)
    record("request withdrawn", request, by=by)
    return request


def work_on(request, *, by, now):
    """The request, locked, that a session can be planned for: a new one is taken by `by`. Called in a
    transaction; raises NotWaiting where it has ended."""
    request = locked(request)
    if request.state not in request.STANDING:
        raise NotWaiting(f"This request was {ANSWERED[request.state]}, so nothing is planned for it.")
    return take(request=request, by=by, now=now) if request.state == State.NEW else request


def standing_for(request):
    """The request itself, or the one that it was merged into."""
    request = locked(request)
    return locked(request.merged_into) if request.merged_into else request


def schedule(request, *, by, now):
    """A session of it was opened, so it has its answer; a second one changes nothing. Called in a
    transaction."""
    request = locked(request)
    if request.is_waiting:
        _answer(request, State.SCHEDULED, now)
        record("request scheduled", request, by=by)


def unschedule(request, *, by):
    """Its session was called off: it waits again, unless another session of it stands. Called in a
    transaction."""
    request = locked(request)
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
    request = locked(request)
    if not request.is_waiting:
        raise NotWaiting(f"This request is not waiting any more: it was {ANSWERED[request.state]}.")
    return request


def locked(request):
    """The request as it stands now, its row held until the transaction ends."""
    TrainingRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    return TrainingRequest.objects.select_related("organisation", "owner").get(pk=request.pk)
