"""What being in a session's team lets one do: those who deliver it keep its register and read its
feedback, as long as they facilitate."""

from django.db.models import Q

from facilitators.models import Assignment
from stepforward.people.access import grant
from stepforward.people.roles import Permission


def delivered_by(user):
    if not user.may(Permission.SAY_AVAILABILITY):
        return Q(pk__in=[])
    delivering = Assignment.objects.accepted().of(user).filter(part__in=Assignment.DELIVERS)
    delivering = delivering.filter(facilitator__left_on=None)
    return Q(pk__in=delivering.values("session"))


grant("courses.Session", Permission.KEEP_REGISTERS, delivered_by)
grant("courses.Session", Permission.READ_SESSION_FEEDBACK, delivered_by)
