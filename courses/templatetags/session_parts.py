"""Parts of the page of one session, which would make it long."""

from django import template

from courses.clashes import clashes_of
from courses.models import Session
from courses.series import others_of

register = template.Library()
SHOWN = 12


@register.inclusion_tag("courses/clashes.html")
def session_clashes(session):
    """What is in its place at its time, while it is to come."""
    return {"clashes": clashes_of(session) if session.state in Session.TO_COME else []}


@register.inclusion_tag("courses/session_series.html")
def session_series(session):
    """The other dates of its series, as a card; nothing where it is in none."""
    if session.series_id is None:
        return {}
    others = list(others_of(session)[: SHOWN + 1])
    return {"series": session.series, "others": others[:SHOWN], "more": len(others) > SHOWN}
