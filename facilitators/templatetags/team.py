"""What this floor puts on pages of the floor below: a session's team, and the deeds that touch it."""

from django import template
from django.utils import timezone

from facilitators.team import COLOURS, missing, team_of

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
