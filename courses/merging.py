"""Two requests of one team become one: which of them goes on is chosen, and nothing that was said is lost."""

from django.db import transaction

from courses import emails, requests
from courses.models import Session, TrainingRequest
from courses.refusals import CannotMerge
from stepforward.audit.recording import record

State = TrainingRequest.State


@transaction.atomic
def merge(*, request, into, by, now):
    """`request` ends, and `into` goes on with the sessions and notes of both. What `request` asked for, and
    the messages with its contact, stay as they are; that contact is told once, and their private page shows
    where `into` stands. It cannot be undone."""
    # Sessions before requests, as the verbs of scheduling lock them.
    list(Session.objects.select_for_update().filter(request__in=[request, into]).order_by("pk"))
    held = {pk: requests.locked(one) for pk, one in sorted({request.pk: request, into.pk: into}.items())}
    request, into = held[request.pk], held[into.pk]
    if request.pk == into.pk:
        raise CannotMerge("Choose another request.")
    for one in (request, into):
        if not one.is_standing:
            raise CannotMerge(
                f"The request of {one.team} was {requests.ANSWERED[one.state]} in the meantime."
            )
    sessions = Session.objects.filter(request=request).update(request=into)
    notes = request.notes.update(request=into)
    request.merged.update(merged_into=into)
    was = request.state
    request.state, request.merged_into, request.answered_at = State.MERGED, into, now
    request.save(update_fields=["state", "merged_into", "answered_at"])
    record("request merged", request, by=by, into=into.pk)
    record("request brought together", into, by=by, other=request.pk, sessions=sessions, notes=notes)
    _carry_on(into, was, request.owner, by=by, now=now)
    emails.request_merged(request)
    return into


def _carry_on(into, was, owner, *, by, now):
    """It stands at least where the other stood."""
    if into.state == State.NEW and was != State.NEW:
        into.state, into.owner = State.TAKEN, owner or by
        into.save(update_fields=["state", "owner"])
    if was == State.SCHEDULED:
        requests.schedule(into, by=by, now=now)
