"""Who trained somebody: those who delivered the course that they attended. Reading only."""

from facilitators.models import Assignment


def trainers_of(sessions):
    """{session's pk: [names of who delivered it, the lead first]}"""
    found = {}
    team = Assignment.objects.accepted().filter(session__in=sessions, part__in=Assignment.DELIVERS)
    for one in team.select_related("facilitator__user").order_by("-part", "pk"):
        found.setdefault(one.session_id, []).append(one.facilitator.user.name)
    return found
