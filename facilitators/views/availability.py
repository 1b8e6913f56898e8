"""A facilitator's own availability: six weeks of tiles, one button, and a few ways to fill them at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators import availability, busy_calendars, busy_times, calendar_standing
from facilitators.commitments import busy_parts
from facilitators.models import LastChange
from facilitators.saying import shortcuts
from facilitators.saying.expanding import (
    WEEKS_AHEAD,
    WEEKS_SHOWN,
    monday_of,
    said_by_day,
    usual_between,
)
from facilitators.saying.forms import OneWeekday, Said, shown, tile_name, upcoming_parts
from facilitators.saying.undoing import undo
from facilitators.travelling.wishes import say_wishes
from facilitators.views.door import by_link, signed_in
from facilitators.views.tiles import weeks_of
from stepforward.ui.wording import civil_date, say_day

OVERRULED = {
    "free": (
        busy_calendars.be_free_all_the_same,
        "Saved. On {} your calendar does not count: say when you are free.",
    ),
    "rota": (busy_calendars.go_by_calendars, "Saved. On {} we go by your calendar again."),
}
NOTHING = {
    "usual": "You have not said your usual week yet. Say it here once, and we know it every week.",
    "month": "Nothing to copy: you said nothing of the four weeks before these for the blank tiles.",
    "all": "Nothing has changed: all of them say so already.",
    "clear": "There is nothing to clear in these weeks.",
}


def six_weeks(request, door):
    """?from= is any date; the six weeks begin on its Monday, from this week to a year ahead."""
    page = Page.asked_for(request, door)
    form = Said(request.POST or None, parts=page.open)
    together = OneWeekday(request.POST if request.POST.get("do") == "all" else None)
    if request.method == "POST" and form.is_valid() and (not together.is_bound or together.is_valid()):
        return save(request, door, page, form, together)
    status = 422 if form.errors or together.errors else 200
    context = {
        "door": door,
        "facilitator": door.facilitator,
        "form": form,
        "together": together,
        "weeks": weeks_of(page, form.data),
        "shown": shown(page.parts, page.shown),
        "first": max(page.first, page.today),
        "last": page.last,
        "from": page.first,
        "earlier": page.first - timedelta(weeks=WEEKS_SHOWN) if page.first > monday_of(page.today) else None,
        "later": page.first + timedelta(weeks=WEEKS_SHOWN),
        "can_undo": LastChange.objects.filter(facilitator=door.facilitator).exists(),
        "has_usual": bool(page.usual),
        "wishes": say_wishes(door.facilitator),
        "calendars": calendar_standing.standings(door.facilitator, timezone.now()),
    }
    return render(request, "facilitators/availability.html", context, status=status)


availability_page = signed_in(six_weeks)
availability_by_link = by_link(six_weeks)


def taps(request, door):
    """Tiles that are saved one by one as they are tapped: of the six weeks that the page shows, those that
    are still open."""
    page = Page.asked_for(request, door)
    form = Said(request.POST, parts=page.open)
    if not form.is_valid():
        return JsonResponse({"why": form.non_field_errors()[0]}, status=422)
    before = availability.say(facilitator=door.facilitator, said=form.said, by=door.by)
    taken = [name for name in page.names - set(form.tiles) if name in request.POST]
    why = "Some of that time has been taken meanwhile. Load this page again to see it." if taken else ""
    return JsonResponse({"saved": len(before), "why": why})


save_taps = signed_in(require_POST(taps))
save_taps_by_link = by_link(require_POST(taps))


def save(request, door, page, form, together):
    """Keep what changed of the tiles; a quick button then fills more of them, or overrules a calendar on one
    of the days. Undo goes back by one button."""
    do, _, when = request.POST.get("do", "").partition(":")
    here = f"{door.availability}?from={page.first}"
    if do == "undo":
        undone = undo(facilitator=door.facilitator, by=door.by, now=timezone.now())
        messages.info(request, "Undone." if undone else "There is nothing to undo.")
        return HttpResponseRedirect(here)
    said = page.said | form.said
    fill = {
        "usual": lambda: shortcuts.usual_again(door.facilitator, form.parts, said, page.usual, page.today),
        "month": lambda: shortcuts.as_last_month(door.facilitator, form.parts, said),
        "not": lambda: shortcuts.not_this_week(form.parts, page.days.get(when)),
        "all": lambda: shortcuts.every(form.parts, **together.cleaned_data),
        "clear": lambda: shortcuts.cleared(form.parts, said),
    }
    filled = fill[do]() if do in fill else {}
    before = availability.say(facilitator=door.facilitator, said=form.said | filled, by=door.by)
    if do in OVERRULED and when in page.days:
        overrule, sentence = OVERRULED[do]
        overrule(facilitator=door.facilitator, day=page.days[when], by=door.by)
        messages.success(request, sentence.format(say_day(page.days[when], year=False)))
    elif before:
        messages.success(request, "Saved. Thank you.")
    else:
        messages.info(request, NOTHING.get(do, "Nothing has changed."))
        if do == "usual" and not page.usual:
            return redirect(door.usual_week)
    return HttpResponseRedirect(here)


@dataclass(frozen=True)
class Page:
    """Six weeks from the Monday `first`, of which the days before `today` are over: their `parts`, what was
    `said` of particular days, what the `usual` week says, and what is `booked` or on their own calendars."""

    today: date
    first: date
    parts: list
    said: dict
    usual: dict
    booked: dict
    busy: dict
    overruled: set

    @classmethod
    def asked_for(cls, request, door):
        facilitator, today = door.facilitator, civil_date(timezone.now())
        first = first_week(request.GET.get("from"), today)
        last = first + timedelta(days=7 * WEEKS_SHOWN - 1)
        parts = upcoming_parts(first, WEEKS_SHOWN, today)
        overruled = busy_times.overruled_days(facilitator, max(first, today), last)
        busy = busy_times.busy_between(facilitator, max(first, today), last, overruled)
        on_rota = dict.fromkeys(busy_times.parts_taken(busy, parts), "On rota")
        return cls(
            today=today,
            first=first,
            parts=parts,
            said=said_by_day(facilitator, first, last),
            usual=usual_between(facilitator, max(first, today), last),
            booked=on_rota | busy_parts(facilitator, parts),
            busy=busy_times.busy_days(busy),
            overruled=overruled,
        )

    @property
    def last(self):
        return self.first + timedelta(days=7 * WEEKS_SHOWN - 1)

    @property
    def shown(self):
        """What its tiles say for themselves: not what is as usual."""
        return {when: level for when, level in self.said.items() if self.usual.get(when) != level}

    @property
    def open(self):
        return [when for when in self.parts if when not in self.booked]

    @property
    def days(self):
        """{a date as text: the date} of the days on it."""
        return {f"{day}": day for day, _ in self.parts}

    @property
    def names(self):
        return {tile_name(*when) for when in self.parts}


def first_week(asked, today):
    """The Monday of the date that was asked for, kept between this week and a year ahead."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = today
    return min(max(monday_of(day), monday_of(today)), monday_of(today) + timedelta(weeks=WEEKS_AHEAD))
