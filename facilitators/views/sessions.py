"""What is done to a session and touches its team: the pages of the floor below, with this floor's verbs."""

from courses.views import planning
from facilitators import staffing
from stepforward.people.access import requires
from stepforward.people.roles import Permission


@requires(Permission.PLAN_SESSIONS)
def change_session(request, pk):
    return planning.change(request, pk, verb=staffing.change_session)


@requires(Permission.PLAN_SESSIONS)
def call_off_session(request, pk):
    return planning.call_off(request, pk, verb=staffing.call_off_session)
