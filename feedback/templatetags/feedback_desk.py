"""What feedback brings to pages of the floors below."""

from django import template
from django.utils import timezone

from feedback import door, reporting, waiting
from stepforward.ui.wording import today

register = template.Library()


@register.inclusion_tag("feedback/few_answers.html")
def feedback_with_few_answers(at_most=5):
    """For the coordinator's desk: comments to read, and sessions whose collection runs out while few have
    answered. One query."""
    few, comments = waiting.on_the_desk(today(), at_most + 1)
    for one in few:
        one.share = f"{100 * one.so_far // one.asked}%"
    return {"rounds": few[:at_most], "more": len(few) > at_most, "comments": comments}


@register.inclusion_tag("feedback/of_session.html")
def feedback_of_session(session):
    """For a session's page: how many answered, with the way to what they said. At most two queries."""
    return {"session": session, "report": reporting.response_to(session)}


@register.inclusion_tag("feedback/of_booking.html")
def feedback_of_booking(booking, token):
    """For the private page of a booking: what its person may answer now. One query."""
    return {"rounds": door.open_for(booking, timezone.now()), "token": token}


@register.inclusion_tag("feedback/summaries_of_request.html")
def summaries_of_request(asked, token):
    """For the private page of a request: what was sent of its sessions' feedback. One query."""
    return {"summaries": asked.feedback_summaries.only("pk", "sent_at", "request"), "token": token}
