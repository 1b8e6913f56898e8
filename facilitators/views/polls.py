"""Polls: the coordinator's list, asking, and results; and the page on which a facilitator answers."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.models import TrainingRequest
from courses.models.training_request import DayPart
from courses.planned_days import first_day_for
from courses.views.private import opened_by_link
from facilitators.asking import polls
from facilitators.asking.emails import POLL
from facilitators.asking.forms import AskAbout, PollFilter
from facilitators.asking.results import parts_of, results
from facilitators.commitments import busy_parts
from facilitators.models import Asked, Poll
from facilitators.saying.expanding import said_by_day, usual_between
from facilitators.saying.forms import Said
from facilitators.views.tiles import days_of
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date, say_date, say_day_short

NAV = "facilitators:roster"
TO_ANSWER = timedelta(days=7)
COLUMNS = ["What it is for", "Asked on", "Asked by", "Closes on", "Asked", "Answered"]


@requires(Permission.STAFF_SESSIONS)
def poll_list(request):
    today, form = civil_date(timezone.now()), PollFilter(request.GET)
    found = Poll.objects.with_counts().select_related("asked_by").order_by("-asked_on", "-pk")
    if form.is_valid():
        open_now = Q(pk__in=Poll.objects.open(today))
        if form.cleaned_data["state"]:
            found = found.filter(open_now if form.cleaned_data["state"] == "open" else ~open_now)
        found = found.filter(title__icontains=form.cleaned_data["q"])
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "polls", COLUMNS, map(_row, found.iterator(500)))
    page = paged(request, found)
    for poll in page:
        poll.open_now = poll.is_open(today)
    context = {"form": form, "page": page, "nav_current": NAV}
    return render(request, "facilitators/polls.html", context, status=200 if form.is_valid() else 422)


def _row(poll):
    counts = [poll.asked_count, poll.answered_count]
    return [poll.title, poll.asked_on, poll.asked_by.name, poll.closes_on, *counts]


@requires(Permission.STAFF_SESSIONS)
def new_poll(request):
    """?request= begins with the team and the dates of a training request."""
    now = timezone.now()
    today = civil_date(now)
    asked = _request_asked_for(request)
    form = AskAbout(request.POST or None, today=today, initial=_to_begin_with(asked, today))
    if request.method == "POST" and form.is_valid():
        try:
            poll = polls.ask(by=request.user, now=now, request=asked, **form.said)
        except Refused as refused:
            form.add_error("course", refused.why)
        else:
            messages.success(request, "Asked. Each of them has an email with a private page to answer on.")
            return redirect("facilitators:poll", pk=poll.pk)
    context = {"form": form, "asked": asked, "nav_current": NAV}
    return render(request, "facilitators/new_poll.html", context, status=422 if form.errors else 200)


def _request_asked_for(request):
    pk = request.GET.get("request", "")
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 9:
        return None
    return TrainingRequest.objects.visible_to(request.user).filter(pk=pk).first()


def _to_begin_with(asked, today):
    """A week to answer; and what a training request says."""
    begins = {"closes_on": today + TO_ANSWER}
    if asked is None:
        return begins
    first = first_day_for(asked, today)
    days = [day for day in asked.dates if day >= today]
    weeks = [first + timedelta(weeks=n) for n in range(4)]
    days = days or [day for day in weeks if day <= asked.latest] or [first]
    return begins | {
        "title": f"{asked.team}, {asked.organisation_name}"[:120],
        "dates": ", ".join(say_date(day) for day in days[:12]),
        "parts": asked.day_parts or DayPart.values,
    }


@requires(Permission.STAFF_SESSIONS)
def poll(request, pk):
    found = get_object_or_404(Poll.objects.select_related("asked_by", "course", "request"), pk=pk)
    today = civil_date(timezone.now())
    brought = results(found, today)
    heads = [f"{say_day_short(day)}, {DayPart(part).label.lower()}" for day, part in brought.parts]
    if kind := export_asked(request):
        rows = [[_name(line), line.asked.answered_at, *line.words] for line in brought.lines]
        return export(kind, f"poll {found.title}", ["Facilitator", "Answered", *heads], rows)
    answered = sum(line.asked.answered_at is not None for line in brought.lines)
    context = {
        "poll": found,
        "open_now": found.is_open(today),
        "columns": list(zip(heads, brought.counts, strict=True)),
        "best": [head for n, head in enumerate(heads) if n in brought.best],
        "lines": [(line, list(zip(line.levels, line.words, strict=True))) for line in brought.lines],
        "answered": answered,
        "nudge_on": found.closes_on - polls.NUDGE_BEFORE,
        "nav_current": NAV,
    }
    return render(request, "facilitators/poll.html", context)


def _name(line):
    return line.asked.facilitator.user.name


@requires(Permission.STAFF_SESSIONS)
@require_POST
def close_poll(request, pk):
    found = get_object_or_404(Poll, pk=pk)
    try:
        polls.close(poll=found, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "Closed. Nobody is reminded any more.")
    return redirect("facilitators:poll", pk=pk)


def _asked_who_stay():
    return Asked.objects.filter(facilitator__left_on=None, facilitator__user__is_active=True).select_related(
        "poll", "facilitator__user", "facilitator__organisation"
    )


@public
@opened_by_link(POLL, _asked_who_stay, otherwise="facilitators/link_unusable.html")
def answer_poll(request, token, asked):
    """What the email's link shows. Only a POST from this page answers, and as often as they like until the
    poll closes."""
    now = timezone.now()
    today, status = civil_date(now), 200
    facilitator, parts = asked.facilitator, [when for when in parts_of(asked.poll) if when[0] >= today]
    booked = busy_parts(facilitator, parts)
    form = Said(
        request.POST if request.method == "POST" else None,
        parts=[when for when in parts if when not in booked],
    )
    said = usual = {}
    if parts:
        said = said_by_day(facilitator, parts[0][0], parts[-1][0])
        usual = usual_between(facilitator, parts[0][0], parts[-1][0])
    if request.method == "POST" and form.is_valid():
        if not any((usual | said | form.said).get(when) for when in form.parts):
            form.add_error(None, "Say of at least one of them whether you could: Yes, If needed or No")
        else:
            try:
                polls.answer(asked=asked, said=form.said, by=None, now=now)
            except Refused as refused:
                messages.error(request, refused.why)
            else:
                messages.success(request, "Thank you. You can change it until the poll closes.")
            return redirect("facilitators:answer_poll", token=token)
    if form.errors:
        status = 422
    context = {
        "asked": asked,
        "poll": asked.poll,
        "open_now": asked.poll.is_open(today) and bool(parts),
        "why_closed": polls.why_closed(asked.poll),
        "form": form,
        "days": days_of(parts, form.data, said=said, usual=usual, booked=booked),
    }
    return render(request, "facilitators/answer_poll.html", context, status=status)
