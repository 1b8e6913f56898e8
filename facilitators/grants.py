"""What being in a session's team lets one do, as long as one facilitates: those who deliver it keep its
register and read its feedback; those who shadow or observe read its cases and materials too, and see
its costs. And whose growth one sees."""

from django.db.models import Q

from facilitators.growing import signing
from facilitators.models import Accreditation, Assignment
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


def grows_beside(user):
    """Oneself, and those whose next stage one may sign as a lead or a trainer."""
    led = signing.led_by(user)
    before = Q(stage__in=signing.BEFORE_LEAD, course__in=led)
    trains = [course for course, stage in led.items() if stage == Accreditation.Stage.TRAINER]
    theirs = Accreditation.objects.filter(before | Q(stage=Accreditation.Stage.LEAD, course__in=trains))
    return Q(user=user.pk) | Q(pk__in=theirs.values("facilitator"))


grant("facilitators.Facilitator", Permission.SEE_GROWTH, grows_beside)
grant("courses.Session", Permission.KEEP_REGISTERS, delivered_by)
grant("courses.Session", Permission.READ_SESSION_FEEDBACK, delivered_by)
grant("courses.Session", Permission.READ_SESSION_PAPERS, taken_part_in_by)
grant("courses.Session", Permission.SEE_COSTS, taken_part_in_by)
