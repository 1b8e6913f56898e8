"""The team is told what those with a place are told, so that nobody in the room knows more than they do."""

from courses.joining.sending import send_to
from facilitators import emails
from facilitators.models import Assignment


def send(*, now):
    """To everybody who accepted a part in a session whose joining instructions are due; returns how many."""
    parts = Assignment.objects.accepted().with_session().select_related("facilitator__user")
    return send_to(parts, kind=emails.JOINING, tell=emails.joining_instructions, now=now)
