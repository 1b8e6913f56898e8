"""A facilitator's own availability: six weeks of tiles, one button, and a few ways to fill them at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from courses.models.training_request import DayPart
from facilitators import availability, busy_calendars, busy_times, calendar_standing
from facilitators.commitments import busy_parts
from facilitators.forms import MonthlyLimit, Said, tile_name, upcoming_parts
from facilitators.models import Level
from facilitators.views.oneself import oneself
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date, say_day

WEEKS = 6
WEEKS_AHEAD = 52
UNDO = "availability_before"
OVERRULED = {
    "free": (
        busy_calendars.be_free_all_the_same,
        "Saved. On {} your calendar does not count: say when you are free.",
    ),
    "rota": (busy_calendars.go_by_calendars, "Saved. On {} we go by your calendar again."),
}


@requires(Permission.SAY_AVAILABILITY)
def availability_page(request):
    """?from= is any date; the six weeks begin on its Monday, from this week to a year ahead."""
    facilitator = oneself(request)
    today = civil_date(timezone.now())
    first = first_week(request.GET.get("from"), today)
    parts = upcoming_parts(first, WEEKS, today)
    last = first + timedelta(days=7 * WEEKS - 1)
    rota = rota_of(facilitator, parts, max(first, today), last)
    booked = dict.fromkeys(rota.taken, "On rota") | busy_parts(facilitator, parts)
    form = Said(request.POST or None, parts=[part for part in parts if part not in booked])
    if request.method == "POST" and form.is_valid():
        save(request, facilitator, form, today, {f"{day:%Y-%m-%d}": day for day, _ in parts})
        return HttpResponseRedirect(f"{reverse('facilitators:availability')}?from={first:%Y-%m-%d}")
    rows = facilitator.said.filter(day__range=(first, first + timedelta(weeks=WEEKS)))
    said = {(row.day, row.part): row.level for row in rows}
    context = {
        "facilitator": facilitator,
        "form": form,
        "weeks": weeks_of(parts, said, booked, rota, form.data, today),
        "first": max(first, today),
        "last": last,
        "earlier": first - timedelta(weeks=WEEKS) if first > monday_of(today) else None,
        "later": first + timedelta(weeks=WEEKS),
        "can_undo": UNDO in request.session,
        "calendars": calendar_standing.standings(facilitator, timezone.now()),
    }
    return render(request, "facilitators/availability.html", context, status=422 if form.errors else 200)


def save(request, facilitator, form, today, days):
    """Keep the tiles as they were posted; a quick button then fills more of them, or overrules a calendar on
    one of `days`, {its text: date}. Undo goes back by one button."""
    do, _, when = request.POST.get("do", "").partition(":")
    said = form.said
    if do == "undo":
        kept = request.session.pop(UNDO, [])
        said = {(date.fromisoformat(day), part): level for day, part, level in kept}
    elif do == "usual":
        usual = availability.usual(facilitator, today)
        blank = [when for when in form.parts if not said.get(when)]
        said |= {
            (day, part): usual[day.weekday(), part] for day, part in blank if (day.weekday(), part) in usual
        }
    elif do == "not":
        said |= {(day, part): Level.NO for day, part in form.parts if f"{monday_of(day):%Y-%m-%d}" == when}
    before = availability.say(facilitator=facilitator, said=said, by=request.user)
    if do in OVERRULED and when in days:
        overrule, sentence = OVERRULED[do]
        overrule(facilitator=facilitator, day=days[when], by=request.user)
        messages.success(request, sentence.format(say_day(days[when], year=False)))
        return
    if before and do != "undo":
        request.session[UNDO] = [[f"{day:%Y-%m-%d}", part, level] for (day, part), level in before.items()]
    if before:
        messages.success(request, "Undone." if do == "undo" else "Saved. Thank you.")
    elif do == "usual":
        messages.info(
            request, "Nothing to copy: you said nothing in the last four weeks for the blank tiles."
        )
    else:
        messages.info(request, "Nothing has changed.")


@dataclass(frozen=True)
class Rota:
    """What their own calendars say of the days on the page: the parts they take, the busy time of each day in
    words, and the days on which they do not count."""

    taken: set
    words: dict
    overruled: set


def rota_of(facilitator, parts, first, last):
    overruled = busy_times.overruled_days(facilitator, first, last)
    busy = busy_times.busy_between(facilitator, first, last, overruled)
    return Rota(busy_times.parts_taken(busy, parts), busy_times.busy_days(busy), overruled)


@requires(Permission.SAY_AVAILABILITY)
def monthly_limit(request):
    facilitator = oneself(request)
    form = MonthlyLimit(request.POST or None, instance=facilitator)
    if request.method == "POST" and form.is_valid():
        availability.limit(facilitator=facilitator, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. Thank you.")
        return redirect("facilitators:availability")
    return render(
        request, "facilitators/monthly_limit.html", {"form": form}, status=422 if form.errors else 200
    )


def monday_of(day):
    return day - timedelta(days=day.weekday())


def first_week(asked, today):
    """The Monday of the date that was asked for, kept between this week and a year ahead."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = today
    return min(max(monday_of(day), monday_of(today)), monday_of(today) + timedelta(weeks=WEEKS_AHEAD))


def weeks_of(parts, said, booked, rota, posted, today):
    """The page's tiles: weeks of days, working days apart from the weekend, with what was posted over what
    is kept."""
    weeks = {}
    for day, part in parts:
        week = weeks.setdefault(monday_of(day), {"monday": monday_of(day), "days": {}, "weekend": {}})
        days = week["weekend"] if day.weekday() >= 5 else week["days"]
        level = said.get((day, part), "")
        week["weekend_said"] = week.get("weekend_said") or (day.weekday() >= 5 and bool(level))
        name = tile_name(day, part)
        tile = {
            "name": name,
            "label": DayPart(part).label,
            "value": posted.get(name, level),
            "locked": booked.get((day, part), ""),
        }
        days.setdefault(
            day,
            {
                "day": day,
                "name": say_day(day, year=False),
                "short": short(day),
                "busy": rota.words.get(day, ""),
                "overruled": day in rota.overruled,
                "tiles": [],
            },
        )["tiles"].append(tile)
    for monday, week in weeks.items():
        week["title"] = "This week" if monday == monday_of(today) else f"Week of {monday.day} {monday:%B}"
        week["days"], week["weekend"] = list(week["days"].values()), list(week["weekend"].values())
    return list(weeks.values())


def short(day):
    """Mon 1 December."""
    return f"{day:%a} {day.day} {day:%B}"
