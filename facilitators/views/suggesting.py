"""On which dates a whole team could be had: of those that a department asked for, or for a session."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from courses.models import Course, Session, TrainingRequest, Venue
from courses.models.training_request import DayPart
from courses.planned_days import WEEKDAYS, day_in, days_left, first_day_for, suits
from courses.views import planning
from facilitators.suggesting.dates import WEEKS, count_teams, slots_of, tables_of
from facilitators.suggesting.forms import ONLINE, Where
from facilitators.suggesting.suggestions import suggested
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date, today

TO_BE_SAID = "https://online.invalid/"  # stands for a link that nobody has yet, and is never saved


@requires(Permission.STAFF_SESSIONS)
def request_dates(request, pk):
    """The dates that a department asked for; with one chosen, three teams for it."""
    rows = TrainingRequest.objects.visible_to(request.user).select_related("organisation")
    asked = get_object_or_404(rows, pk=pk)
    course = Course.objects.order_by("pk").first()
    if not asked.is_standing or course is None:
        return redirect("courses:request_detail", pk=pk)
    now = timezone.now()
    where = Where(request.GET if "where" in request.GET else {"where": _usual_place(asked)})
    place = where.cleaned_data["where"] if where.is_valid() else ""
    session = _thought_of(course, place, now)
    open_days = days_left(asked, today())

    def wants(day, part):
        if not open_days:
            return day.weekday() in WEEKDAYS
        return suits(asked, day) and part in (asked.day_parts or DayPart.values)

    first = day_in(request.GET.get("from", "")) or first_day_for(asked, today())
    slots = slots_of(first, session, now, wants=wants)
    count_teams(slots, session, now)
    kept = {"where": place, "from": first.isoformat()}
    _lead_to(slots, "", kept, "#team")
    chosen = _chosen(request, slots)
    context = {
        "asked": asked,
        "course": course,
        "where": where,
        "open_days": open_days,
        "chosen": chosen,
        **_around(first, slots, where=place),
    }
    if chosen:
        session.starts_at, session.ends_at = chosen.starts_at, chosen.ends_at
        context["suggested"] = suggested(session, [], now)
        context["plan"] = urlencode({"day": chosen.day.isoformat(), "part": chosen.part, "where": place})
    return render(request, "facilitators/request_dates.html", context, status=422 if where.errors else 200)


@requires(Permission.PLAN_SESSIONS)
def plan_then(request, pk):
    """Plans a session on the date that was chosen, and goes on to its team."""
    return planning.plan_for_request(request, pk, then="facilitators:staff_session")


@requires(Permission.PLAN_SESSIONS)
def session_dates(request, pk):
    """The dates to which a session could move, each a link to the page that moves it there."""
    session = get_object_or_404(Session.objects.with_facts(), pk=pk)
    now = timezone.now()
    if session.state not in Session.TO_COME or session.starts_at <= now:
        return redirect("courses:manage_session", pk=pk)
    weekdays = {*WEEKDAYS, civil_date(session.starts_at).weekday()}
    first = day_in(request.GET.get("from", "")) or today()
    slots = slots_of(first, session, now, wants=lambda day, part: day.weekday() in weekdays)
    count_teams(slots, session, now)
    _lead_to(slots, reverse("facilitators:change_session", args=[pk]), {}, "")
    context = {"session": session, **_around(first, slots)}
    return render(request, "facilitators/session_dates.html", context)


def _usual_place(asked):
    if asked.delivery == "online":
        return ONLINE
    venue = Venue.objects.in_use().filter(organisation=asked.organisation_id).first()
    return str(venue.pk) if venue and asked.organisation_id else ""


def _thought_of(course, place, now):
    """A session of the course at that place, not saved, as long as the course takes."""
    venue = Venue.objects.in_use().filter(pk=place).first() if place.isdecimal() else None
    link = TO_BE_SAID if place == ONLINE else ""
    ends_at = now + timedelta(minutes=course.minutes)
    return Session(course=course, venue=venue, online_link=link, starts_at=now, ends_at=ends_at)


def _chosen(request, slots):
    day, part = day_in(request.GET.get("day", "")), request.GET.get("part")
    return next((slot for slot in slots if slot.wanted and (slot.day, slot.part) == (day, part)), None)


def _lead_to(slots, path, kept, anchor):
    """Give each slot that has a team the address to which choosing it leads."""
    for slot in slots:
        if slot.teams:
            slot.url = f"{path}?{urlencode(kept | {'day': slot.day.isoformat(), 'part': slot.part})}{anchor}"


def _around(first, slots, **kept):
    """What the tables, and the links to the weeks before and after them, need."""
    monday, weeks = slots[0].day, timedelta(weeks=WEEKS)
    before = max(monday - weeks, today()) if monday > today() else None
    return {
        "tables": tables_of(slots),
        "any_team": any(slot.teams for slot in slots),
        "earlier": before and urlencode(kept | {"from": before.isoformat()}),
        "later": urlencode(kept | {"from": (monday + weeks).isoformat()}),
        "until": monday + weeks - timedelta(days=1),
        "monday": monday,
    }
