"""The conversation on a request: the requester writes on their private page, a coordinator answers on the
request, and each answer is an email too."""

from django.db import transaction

from courses import emails, requests
from courses.models import RequestMessage, TrainingRequest
from courses.refusals import NothingSaid, TooManyUnanswered
from stepforward.audit.recording import record

MOST_UNANSWERED = 10


@transaction.atomic
def write(*, request, text, now):
    """What the requester says, until answered something that needs a coordinator. `request` is the one whose
    private page they are on, also where it was merged into another."""
    text = _said(text)
    request = requests.locked(request)
    if request.messages.unanswered().count() >= MOST_UNANSWERED:
        raise TooManyUnanswered(
            "You have written a lot. Please wait for our answer before you write again.", field="text"
        )
    record("message received", request)
    return RequestMessage.objects.create(request=request, text=text, written_at=now)


@transaction.atomic
def reply(*, request, to, text, seen, by, now):
    """Write to the contacts of the requests `to`: the `request` itself, and those merged into it. What they
    had written is answered by it, up to the message `seen` (its key; 0 where there was none), which was the
    newest when `by` read them. A new request is `by`'s from now on."""
    text = _said(text)
    request = requests.locked(request)
    if request.state == TrainingRequest.State.NEW:
        requests.take(request=request, by=by, now=now)
    for one in to:
        one.messages.unanswered().filter(pk__lte=seen).update(settled_at=now)
        message = RequestMessage.objects.create(request=one, text=text, by=by, written_at=now)
        emails.request_reply(message)
    record("reply written", request, by=by, contacts=len(to))


@transaction.atomic
def settle(*, request, seen, by, now):
    """What they wrote, up to the message `seen`, needs no answer; returns how many messages that were."""
    request = requests.locked(request)
    threads = TrainingRequest.objects.asked_together(request)
    theirs = RequestMessage.objects.unanswered().filter(request__in=threads, pk__lte=seen)
    settled = theirs.update(settled_at=now)
    if settled:
        record("message settled without an answer", request, by=by, messages=settled)
    return settled


def _said(text):
    if not text.strip():
        raise NothingSaid("Write the message.", field="text")
    return text.strip()
