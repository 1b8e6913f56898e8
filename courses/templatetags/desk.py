"""Cards for the coordinator's desk: what waits for an answer, what is short of something, what comes next.

{% desk_sessions as sessions %} asks once for what three cards show: {% registers_to_close sessions %},
{% sessions_short_of_something sessions %} and {% next_seven_days sessions %}.
"""

from datetime import timedelta

from django import template
from django.db.models import Count, F, Min, Q, Window
from django.utils import timezone

from courses.models import Session, TrainingRequest
from courses.standing import request_tag, session_tag
from stepforward.ui.wording import civil_date, say_clock, say_day_short, say_days

register = template.Library()
SHOWN = 6
WEEK = timedelta(days=7)
State = Session.State


@register.inclusion_tag("courses/messages_to_answer.html")
def messages_to_answer():
    """Requests whose contact wrote and was not answered, the longest first. One query."""
    unanswered = {"messages__isnull": False, "messages__by": None, "messages__settled_at": None}
    wrote = TrainingRequest.objects.filter(**unanswered)
    found = list(
        wrote.annotate(since=Min("messages__written_at"))
        .select_related("organisation", "owner")
        .order_by("since", "pk")[: SHOWN + 1]
    )
    return {"requests": found[:SHOWN], "more": len(found) > SHOWN}


@register.inclusion_tag("courses/requests_waiting.html")
def requests_waiting():
    """The oldest requests that wait, and how many there are. One query."""
    now = timezone.now()
    waiting = TrainingRequest.objects.waiting().select_related("organisation", "owner")
    requests = list(waiting.annotate(of=Window(Count("*")))[:SHOWN])
    for one in requests:
        one.tag, one.colour = request_tag(one, now)
    count = requests[0].of if requests else 0
    return {"requests": requests, "count": count, "more": count - len(requests)}


@register.simple_tag
def desk_sessions():
    """Sessions that are over with their register open, that come within a week, or that come and lack a place
    or people; the earliest first. One query."""
    now = timezone.now()
    late = Q(state=State.OPEN, ends_at__lte=now)
    soon = Q(starts_at__gt=now) & (_homeless() | _few(now) | Q(starts_at__lte=now + WEEK))
    stands = Session.objects.filter(state__in=[State.PLANNED, State.OPEN]).with_facts()
    found = stands.with_places().with_least().filter(late | soon)
    marked = Count("bookings", filter=~Q(bookings__attendance=""))
    return list(found.annotate(marked=marked).order_by("starts_at", "pk"))


def _homeless():
    return Q(venue=None, online_link="")


def _few(now):
    return Q(state=State.OPEN, starts_at__lte=now + 3 * WEEK, taken__lt=F("least"))


@register.inclusion_tag("courses/registers_to_close.html")
def registers_to_close(sessions):
    now = timezone.now()
    late = [one for one in sessions if one.ends_at <= now]
    for one in late:
        days = (civil_date(now) - civil_date(one.starts_at)).days
        one.tag, one.colour = say_days(days), "red" if days > 2 else "yellow"
    return {"sessions": late[:SHOWN], "count": len(late), "more": len(late) - SHOWN}


@register.inclusion_tag("courses/sessions_short_of_something.html")
def sessions_short_of_something(sessions):
    """Coming sessions without a place, and those of the next three weeks with too few people."""
    now = timezone.now()
    needs = [need for one in sessions if one.starts_at > now and (need := _need_of(one, now))]
    return {"needs": needs[:SHOWN], "count": len(needs), "more": len(needs) - SHOWN}


def _need_of(session, now):
    day = say_day_short(session.starts_at)
    if not session.has_place:
        for_whom = f"{session.course}, {session.team_name}" if session.team_name else str(session.course)
        return {
            "session": session,
            "title": f"{day}, {say_clock(session.starts_at)}",
            "more": for_whom,
            "tag": "no venue or link",
            "colour": "red",
        }
    if session.state == State.OPEN and session.starts_at <= now + 3 * WEEK and session.taken < session.least:
        return {
            "session": session,
            "title": f"{day}, {session.place}",
            "more": f"{session.taken} of at least {session.least} booked",
            "tag": f"{session.least - session.taken} short",
            "colour": "yellow",
        }
    return None


@register.inclusion_tag("courses/next_seven_days.html")
def next_seven_days(sessions):
    now = timezone.now()
    coming = [one for one in sessions if now < one.starts_at <= now + WEEK]
    for session in coming:
        session.tag, session.colour = session_tag(session, now)
    return {"sessions": coming}
