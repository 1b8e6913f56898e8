from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepforward.outbox import intervening, mailbox
from stepforward.outbox.forms import EmailFilter
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import hide
from stepforward.outbox.wording import (
    COLOURS,
    calendar_in_words,
    error_in_words,
    kind_in_words,
    tag_of,
    tries,
)
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

State = OutgoingEmail.State
COLUMNS = ("Posted", "To", "Address", "Kind", "Subject", "State", "Tries", "Next try", "Sent", "Problem")


@requires(Permission.READ_EMAILS)
def emails(request):
    visible = OutgoingEmail.objects.visible_to(request.user)
    kinds = visible.order_by("kind").values_list("kind", flat=True).distinct()
    form = EmailFilter(request.GET, kinds=kinds)
    found = form.narrow(visible).defer("text", "calendar", "sealed_links")
    if (asked := export_asked(request)) and form.is_valid():
        return export(asked, "emails", COLUMNS, map(_cells, found.iterator(chunk_size=500)))
    page = paged(request, found)
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(email) for email in page],
        "counts": [(state, state.label, COLOURS[state], counts.get(state, 0)) for state in State],
        "sent": counts.get(State.SENT, 0),
        "on_their_way": counts.get(State.QUEUED, 0) + counts.get(State.SENDING, 0),
        "failed": counts.get(State.FAILED, 0),
        "demo": mailbox.is_kept(),
    }
    return render(request, "outbox/emails.html", context, status=200 if form.is_valid() else 422)


@requires(Permission.READ_EMAILS)
def email(request, pk):
    row = get_object_or_404(OutgoingEmail.objects.visible_to(request.user), pk=pk)
    context = _row(row) | {
        "text": hide(row.text),
        "kind": kind_in_words(row.kind),
        "tries": tries(row),
        "moments": [
            ("Posted", row.created_at),
            ("Sent", row.sent_at),
            ("Not sent after", row.holds_until),
        ],
        "calendar": calendar_in_words(row),
        "delivery": mailbox.with_message_id(row.message_id) if row.state == State.SENT else None,
        "demo": mailbox.is_kept(),
    }
    return render(request, "outbox/email.html", context)


@requires(Permission.READ_EMAILS)
@require_POST
def retry(request, pk):
    return _intervene(request, pk, intervening.retry, "It will be tried again now.")


@requires(Permission.READ_EMAILS)
@require_POST
def withdraw(request, pk):
    return _intervene(request, pk, intervening.withdraw, "It is withdrawn and will not be sent.")


@requires(Permission.READ_EMAILS)
def deliveries(request):
    """The demo only: what arrived at its mail server, newest first."""
    _demo_only()
    page = paged(request, mailbox.files())
    context = {"page": page, "deliveries": [mailbox.heading(path) for path in page]}
    return render(request, "outbox/deliveries.html", context)


@requires(Permission.READ_EMAILS)
def delivery(request, name):
    _demo_only()
    found = mailbox.named(name)
    if found is None:
        raise Http404
    sent_from = OutgoingEmail.objects.visible_to(request.user).filter(message_id=found.message_id).first()
    return render(request, "outbox/delivery.html", {"delivery": found, "email": sent_from})


def _intervene(request, pk, verb, done):
    row = get_object_or_404(OutgoingEmail.objects.visible_to(request.user), pk=pk)
    try:
        verb(email=row, by=request.user, now=timezone.now())
    except intervening.Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, done)
    return redirect("outbox:email", pk=pk)


def _demo_only():
    if not mailbox.is_kept():
        raise Http404


def _row(email):
    text, colour = tag_of(email)
    return {"email": email, "state": text, "colour": colour, "problem": error_in_words(email)}


def _cells(email):
    return (
        email.created_at,
        email.to_name,
        email.to_email,
        kind_in_words(email.kind),
        email.subject,
        email.get_state_display(),
        email.attempts,
        email.due_at if email.state == State.QUEUED else None,
        email.sent_at,
        error_in_words(email),
    )
