"""What being in a session's team lets one do, as long as one facilitates: those who deliver it keep its
register and read its feedback; those who shadow or observe read its cases and materials too, and see
its costs."""

from django.db.models import Q

from facilitators.models import Assignment
from stepforward.people.access import grant
from stepforward.people.roles import Permission


def delivered_by(user):
    return _sessions_of(user, part__in=Assignment.DELIVERS)


def taken_part_in_by(user):
    return _sessions_of(user)


def _sessions_of(user, **parts):
    if not user.may(Permission.SAY_AVAILABILITY):
        return Q(pk__in=[])
    accepted = Assignment.objects.accepted().of(user).filter(facilitator__left_on=None, **parts)
    return Q(pk__in=accepted.values("session"))


grant("courses.Session", Permission.KEEP_REGISTERS, delivered_by)
grant("courses.Session", Permission.READ_SESSION_FEEDBACK, delivered_by)
grant("courses.Session", Permission.READ_SESSION_PAPERS, taken_part_in_by)
grant("courses.Session", Permission.SEE_COSTS, taken_part_in_by)
