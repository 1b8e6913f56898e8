"""What feedback brings to pages of the floors below."""

from django import template

from feedback import reporting, waiting
from stepforward.ui.wording import today

register = template.Library()


@register.inclusion_tag("feedback/few_answers.html")
def feedback_with_few_answers(at_most=5):
    """For the coordinator's desk: comments to read, and sessions whose collection runs out while few have
    answered. One query."""
    few, comments = waiting.on_the_desk(today(), at_most + 1)
    for one in few:
        one.share = f"{100 * one.so_far // one.invited}%"
    return {"rounds": few[:at_most], "more": len(few) > at_most, "comments": comments}


@register.inclusion_tag("feedback/of_session.html")
def feedback_of_session(session):
    """For a session's page: how many answered, with the way to what they said. At most two queries."""
    return {"session": session, "report": reporting.response_to(session)}
