"""Mailings: those there are, one of them whole, and writing, sending and stopping one."""

from itertools import islice

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import mailings
from courses.forms.mailing import WHOM, MailingFilter, WriteMailing
from courses.models import Mailing, Session
from courses.reaching import kind_of, reach
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.wording import error_in_words, tag_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

NAV = "outbox:emails"
COLUMNS = ("Subject", "To", "State", "Written by", "Sent by", "Sent", "People", "Left out")
COLUMNS += ("Emails sent", "Emails on their way", "Emails failed", "Emails withdrawn")
LETTER_COLUMNS = ("Name", "Address", "About", "Gets it", "Why not")
EMAIL_COLUMNS = ("Name", "Address", "State", "Sent", "Problem")
COLOURS = {"draft": "yellow", "sent": "green", "stopped": "grey"}
MAY = Permission.WRITE_MAILINGS
To, EmailState = Mailing.To, OutgoingEmail.State


@requires(MAY)
def mailing_list(request):
    form = MailingFilter(request.GET)
    found = form.narrow(Mailing.objects.visible_to(request.user).with_facts())
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "mailings", COLUMNS, _list_cells(found.iterator(chunk_size=500)))
    page = paged(request, found)
    became = _became(page.object_list)
    rows = [(one, COLOURS[one.state], became.get(one.pk, {})) for one in page]
    context = {"form": form, "page": page, "rows": rows, "nav_current": NAV}
    return render(request, "courses/mailings.html", context, status=200 if form.is_valid() else 422)


@requires(MAY)
def write(request):
    to = request.GET.get("to")
    if to not in To.values:
        return render(request, "courses/mailing_to.html", {"to": To, "nav_current": NAV})
    return _write(request, to, {})


@requires(MAY)
def write_to_session(request, pk):
    session = get_object_or_404(Session.objects.select_related("course"), pk=pk)
    return _write(request, To.SESSION, {"session": session, "groups": [Mailing.Group.BOOKED]}, session)


def _write(request, to, initial, session=None):
    form = WriteMailing(request.POST if request.method == "POST" else None, to=to, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = mailings.draft(to=to, by=request.user, now=timezone.now(), **form.said)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            return redirect("courses:mailing", pk=drafted.pk)
    context = _writing(form, to) | {"session": session}
    return render(request, "courses/write_mailing.html", context, status=422 if form.errors else 200)


@requires(MAY)
def edit(request, pk):
    found = _fetch(request, pk)
    if not found.is_draft:
        messages.error(request, "This was sent, so it cannot be changed any more.")
        return redirect("courses:mailing", pk=pk)
    stands = {name: getattr(found, name) for name in (*WHOM, "subject", "text")}
    form = WriteMailing(request.POST if request.method == "POST" else None, to=found.to, initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            mailings.change(mailing=found, by=request.user, **form.said)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            return redirect("courses:mailing", pk=pk)
    context = _writing(form, found.to) | {"mailing": found}
    return render(request, "courses/write_mailing.html", context, status=422 if form.errors else 200)


def _writing(form, to):
    placeholders = kind_of(to).placeholders.items()
    return {"form": form, "title": To(to).label, "placeholders": placeholders, "nav_current": NAV}


@requires(MAY)
def mailing(request, pk):
    found = _fetch(request, pk)
    return _preview(request, found) if found.is_draft else _what_became(request, found)


def _preview(request, found, status=200):
    now = timezone.now()
    reached = reach(found, now=now)
    if (kind := export_asked(request)) and status == 200:
        return export(kind, "who-gets-it", LETTER_COLUMNS, _letter_cells(reached))
    context = {
        "mailing": found,
        "reached": reached,
        "count": len(reached.letters),
        "page": paged(request, reached.letters, per_page=50),
        "sample": reached.letters[0] if reached.letters else None,
        "left_out": reached.left_out[:50],
        "nav_current": NAV,
    }
    return render(request, "courses/mailing_draft.html", context, status=status)


def _what_became(request, found):
    emails = OutgoingEmail.objects.filter(about=Mailing._meta.label, about_id=str(found.pk)).order_by("pk")
    emails = emails.defer("text", "calendar", "sealed_links")
    if kind := export_asked(request):
        return export(kind, "mailing", EMAIL_COLUMNS, map(_email_cells, emails.iterator(chunk_size=500)))
    page = paged(request, emails)
    context = {
        "mailing": found,
        "page": page,
        "rows": [(email, *tag_of(email), error_in_words(email)) for email in page],
        "became": _became([found]).get(found.pk, {}),
        "colour": COLOURS[found.state],
        "nav_current": NAV,
    }
    return render(request, "courses/mailing_sent.html", context)


@requires(MAY)
@require_POST
def send(request, pk):
    found = _fetch(request, pk)
    try:
        sent = mailings.send(
            mailing=found, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.why)
        return _preview(request, found, status=409)
    if sent.state == Mailing.State.SENT:
        messages.success(request, "It is on its way. You can stop it for two minutes.")
    return redirect("courses:mailing", pk=pk)


@requires(MAY)
@require_POST
def discard(request, pk):
    found = _fetch(request, pk)
    try:
        mailings.discard(mailing=found, by=request.user)
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("courses:mailing", pk=pk)
    messages.success(request, f"The draft “{found.subject}” is discarded. Nobody got it.")
    return redirect("courses:mailings")


@requires(MAY)
@require_POST
def stop(request, pk):
    try:
        stopped = mailings.stop(mailing=_fetch(request, pk), by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, f"Stopped. {stopped} email{'' if stopped == 1 else 's'} will not be sent.")
    return redirect("courses:mailing", pk=pk)


def _fetch(request, pk):
    found = Mailing.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _became(some):
    """{primary key: {"sent", "waiting", "failed", "withdrawn"}} of these mailings' emails. One query."""
    named = {str(one.pk): one.pk for one in some}
    counts = (
        OutgoingEmail.objects.filter(about=Mailing._meta.label, about_id__in=named)
        .order_by()
        .values_list("about_id", "state")
        .annotate(n=Count("pk"))
    )
    found = {pk: {"sent": 0, "waiting": 0, "failed": 0, "withdrawn": 0} for pk in named.values()}
    for about_id, state, n in counts:
        waits = state in {EmailState.QUEUED, EmailState.SENDING}
        found[named[about_id]]["waiting" if waits else state] += n
    return found


def _list_cells(found):
    while some := list(islice(found, 500)):
        became = _became(some)
        for one in some:
            yield (
                one.subject,
                one.said_to,
                one.get_state_display(),
                one.made_by.name,
                one.sent_by and one.sent_by.name,
                one.sent_at,
                one.people,
                one.left_out,
                *(became[one.pk][state] for state in ("sent", "waiting", "failed", "withdrawn")),
            )


def _letter_cells(reached):
    for letter in reached.letters:
        yield letter.name, letter.email, letter.about, True, ""
    for name, about, why in reached.left_out:
        yield name, "", about, False, why


def _email_cells(email):
    return email.to_name, email.to_email, email.get_state_display(), email.sent_at, error_in_words(email)
