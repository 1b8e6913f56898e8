"""Cards for the coordinator's desk: what waits for an answer, what is short of something, what comes next."""

from datetime import timedelta

from django import template
from django.db.models import Count, F, Q
from django.utils import timezone

from courses.models import Session, TrainingRequest
from courses.standing import request_tag, session_tag
from stepforward.ui.wording import civil_date, say_clock, say_day_short, say_days

register = template.Library()
SHOWN = 6
WEEK = timedelta(days=7)
State = Session.State


@register.inclusion_tag("courses/requests_waiting.html")
def requests_waiting():
    now = timezone.now()
    waiting = TrainingRequest.objects.waiting().select_related("organisation", "owner")
    requests = list(waiting[:SHOWN])
    for one in requests:
        one.tag, one.colour = request_tag(one, now)
    count = waiting.count() if len(requests) == SHOWN else len(requests)
    return {"requests": requests, "count": count, "more": count - len(requests)}


@register.inclusion_tag("courses/sessions_needing_something.html")
def sessions_needing_something():
    """Registers left open, and coming sessions that lack a place or people; the soonest need comes first."""
    now = timezone.now()
    stands = Session.objects.filter(state__in=[State.PLANNED, State.OPEN]).with_facts().with_places()
    late = stands.filter(state=State.OPEN, ends_at__lte=now).annotate(
        marked=Count("bookings", filter=~Q(bookings__attendance=""))
    )
    homeless = Q(venue=None, online_link="")
    few = Q(state=State.OPEN, starts_at__lte=now + 3 * WEEK, taken__lt=F("course__minimum_people"))
    short = stands.filter(homeless | few, starts_at__gt=now)
    needs = [_open_register(one, now) for one in late.order_by("starts_at", "pk")]
    needs += [_short_of(one) for one in short.order_by("starts_at", "pk")]
    return {"needs": needs[:SHOWN], "count": len(needs), "more": len(needs) - SHOWN}


def _open_register(session, now):
    days = (civil_date(now) - civil_date(session.starts_at)).days
    marked = f"{session.marked} marked" if session.marked else "nobody marked"
    return {
        "session": session,
        "title": f"Register of {say_day_short(session.starts_at)}, {session.place}",
        "more": f"{session.taken} booked, {marked}",
        "tag": say_days(days),
        "colour": "red" if days > 2 else "yellow",
        "action": "Close it",
        "url_name": "courses:register",
    }


def _short_of(session):
    need = {"session": session, "title": f"{say_day_short(session.starts_at)}, {session.place}"}
    if not session.has_place:
        more = f"{session.course}, {session.team_name}" if session.team_name else str(session.course)
        return need | {
            "title": f"{say_day_short(session.starts_at)}, {say_clock(session.starts_at)}",
            "more": more,
            "tag": "no place",
            "colour": "red",
            "action": "Add it",
            "url_name": "courses:manage_session",
        }
    least = session.course.minimum_people
    return need | {
        "more": f"{session.taken} of at least {least} booked",
        "tag": f"{least - session.taken} short",
        "colour": "yellow",
        "action": "Look",
        "url_name": "courses:manage_session",
    }


@register.inclusion_tag("courses/next_seven_days.html")
def next_seven_days():
    now = timezone.now()
    coming = Session.objects.upcoming(now).filter(
        state__in=[State.PLANNED, State.OPEN], starts_at__lte=now + WEEK
    )
    sessions = list(coming.with_facts().with_places())
    for session in sessions:
        session.tag, session.colour = session_tag(session, now)
    return {"sessions": sessions}
