"""What this floor puts on pages of the floor below: a session's team, and the deeds that touch it."""

from django import template
from django.utils import timezone

from facilitators.models import Assignment
from facilitators.team import COLOURS, missing, team_of
from stepforward.people.roles import Permission
from stepforward.ui.durations import say_minutes

register = template.Library()


@register.inclusion_tag("facilitators/session_team.html", takes_context=True)
def session_team(context, session):
    """The team of a session as a card; with the way to the team page for those who staff sessions."""
    user = context["request"].user
    team = team_of(session)
    return {
        "session": session,
        "team": [(one, COLOURS[one.state]) for one in team],
        "needs": missing(session, team),
        "staffs": user.is_authenticated and user.may("STAFF_SESSIONS"),
        "to_come": session.starts_at > timezone.now() and session.state in {"planned", "open"},
    }


@register.inclusion_tag("facilitators/session_time.html", takes_context=True)
def session_time(context, session):
    """How long a session that has begun took its team; each part for who staffs sessions, and one's own."""
    request = context["request"]
    if session.starts_at > timezone.now():
        return {}
    rows = session.assignments.filter(state=Assignment.State.ACCEPTED)
    rows = rows.select_related("facilitator__user", "time_spent").order_by("facilitator__user__name", "pk")
    parts = [(one, getattr(one, "time_spent", None)) for one in rows]
    noted = [spent for _, spent in parts if spent]
    staffs = request.user.may(Permission.STAFF_SESSIONS)
    sums = {
        name: say_minutes(sum(getattr(one, name) for one in noted))
        for name in ("preparing", "travelling", "delivering")
    }
    return sums | {
        "request": request,
        "staffs": staffs,
        "shown": [
            (one, say_minutes(spent.minutes) if spent else "not said")
            for one, spent in parts
            if staffs or one.facilitator.user_id == request.user.pk
        ],
        "people": len(parts),
        "noted": len(noted),
        "total": say_minutes(sum(one.minutes for one in noted)),
    }
