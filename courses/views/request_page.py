"""One request whole: what they asked for, the conversation, notes, sessions and its story."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import conversing, requests
from courses.forms.conversing import Reply, Settle, WriteNote
from courses.history import story_of
from courses.models import RequestMessage, TrainingRequest
from courses.repeats import who_may_be_the_same
from courses.standing import request_tag
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.paging import paged


def fetch_request(request, pk):
    rows = TrainingRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation", "owner", "merged_into"), pk=pk)


@requires(Permission.ANSWER_REQUESTS)
def detail(request, pk):
    return _page(request, fetch_request(request, pk))


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def write_note(request, pk):
    asked, form = fetch_request(request, pk), WriteNote(request.POST)
    if form.is_valid():
        requests.note(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Your note is kept.")
        return redirect("courses:request_detail", pk=pk)
    return _page(request, asked, note=form)


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def reply(request, pk):
    asked = fetch_request(request, pk)
    form = Reply(request.POST, asked_together=_together(asked))
    if form.is_valid():
        conversing.reply(request=asked, by=request.user, now=timezone.now(), **form.said)
        messages.success(request, "Your message is on its way.")
        return redirect("courses:request_detail", pk=pk)
    return _page(request, asked, reply=form)


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def settle(request, pk):
    asked, form = fetch_request(request, pk), Settle(request.POST)
    if form.is_valid():
        conversing.settle(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Noted: it needs no answer.")
    return redirect("courses:request_detail", pk=pk)


def _together(asked):
    return list(TrainingRequest.objects.asked_together(asked).select_related("organisation"))


def _page(request, asked, *, note=None, reply=None):
    now, together = timezone.now(), _together(asked)
    sessions = list(asked.sessions.with_facts().with_places().order_by("starts_at", "pk"))
    said = list(RequestMessage.objects.filter(request__in=together).select_related("by"))
    notes = asked.notes.select_related("by")
    names = {one.pk: one.contact_name for one in together}
    unanswered = [one for one in said if one.by is None and one.settled_at is None]
    for one in unanswered:
        one.contact_name = names[one.request_id]
    seen = max((one.pk for one in unanswered), default=0)
    tag, colour = request_tag(asked, now)
    wrong = [form for form in (note, reply) if form]
    context = {
        "asked": asked,
        "together": together,
        "repeats": sum(one.is_repeat for one in who_may_be_the_same(asked)) if asked.is_standing else 0,
        "tag": tag,
        "colour": colour,
        "sessions": sessions,
        "unanswered": unanswered,
        "seen": seen,
        "story": paged(request, story_of(together, sessions=sessions, notes=notes, messages=said)),
        "note": note or WriteNote(),
        "reply": reply or Reply(asked_together=together, initial={"seen": seen}),
        "forms": wrong,
    }
    return render(request, "courses/request_detail.html", context, status=422 if wrong else 200)
