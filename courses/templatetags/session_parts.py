"""Parts of the page of one session, which would make it long."""

from django import template
from django.utils import timezone

from courses import inviting
from courses.clashes import clashes_of
from courses.models import Session
from courses.series import others_of
from stepforward.people import links
from stepforward.people.roles import Permission

register = template.Library()
SHOWN = 12


@register.inclusion_tag("courses/clashes.html")
def session_clashes(session):
    """What is in its place at its time, while it is to come."""
    return {"clashes": clashes_of(session) if session.state in Session.TO_COME else []}


@register.inclusion_tag("courses/session_booking.html", takes_context=True)
def session_booking(context, session):
    """Who may find and book it, as a card, while it is to come; with its private link's deeds for those who
    plan."""
    request = context["request"]
    if session.state not in Session.TO_COME or session.starts_at <= timezone.now():
        return {}
    by_invitation = session.visibility == Session.Visibility.INVITATION
    plans = request.user.may(Permission.PLAN_SESSIONS)
    return {
        "session": session,
        "plans": plans,
        "by_invitation": by_invitation,
        "has_link": by_invitation and plans and inviting.has_link(session),
        "address": links.absolute("courses:session", session.pk),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("courses/session_series.html")
def session_series(session):
    """The other dates of its series, as a card; nothing where it is in none."""
    if session.series_id is None:
        return {}
    others = list(others_of(session)[: SHOWN + 1])
    return {"series": session.series, "others": others[:SHOWN], "more": len(others) > SHOWN}
