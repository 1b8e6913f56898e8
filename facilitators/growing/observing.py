"""What a lead saw of somebody in a session that both were in the team of."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from facilitators.availability import hold
from facilitators.growing import emails
from facilitators.growing.signing import LEADS
from facilitators.models import Accreditation, Assignment, Observation
from facilitators.refusals import NotForYou, NotReadyYet
from stepforward.audit.recording import record

LATELY = timedelta(days=90)


def observable(user, now):
    """Parts that `user` may say something of: of others, in sessions that have begun, in whose team they were
    themselves, of courses that they lead in practice."""
    mine = Assignment.objects.accepted().of(user).filter(facilitator__left_on=None)
    lead = Accreditation.objects.filter(facilitator__user=user.pk, lapsed_on=None, stage__in=LEADS)
    return (
        Assignment.objects.accepted()
        .filter(
            session__in=mine.values("session"),
            session__course__in=lead.values("course"),
            session__starts_at__lte=now,
        )
        .exclude(session__state="called_off")
        .exclude(facilitator__user=user.pk)
        .with_session()
        .select_related("facilitator__user")
        .order_by("-session__starts_at", "pk")
    )


def to_observe(user, now):
    """Those of the last three months of whom `user` has not written yet, and who have a stage before them."""
    written = Observation.objects.filter(assignment=OuterRef("pk"), observer=user.pk)
    growing = Accreditation.objects.filter(
        facilitator=OuterRef("facilitator"), course=OuterRef("session__course")
    ).exclude(stage__in=LEADS)
    lately = observable(user, now).filter(session__starts_at__gt=now - LATELY)
    return lately.filter(~Exists(written), Exists(growing))


@transaction.atomic
def write(*, assignment, seen, strengths, work_on, ready, by, now):
    """Keep it, in place of what the same observer wrote before; the observed is told. Raises NotForYou, and
    NotReadyYet once somebody has signed on the strength of it."""
    hold(assignment.facilitator)
    if not observable(by, now).filter(pk=assignment.pk).exists():
        raise NotForYou("Only a lead who was in the team of that session writes this.")
    held = Accreditation.objects.filter(
        facilitator=assignment.facilitator_id, course=assignment.session.course_id
    ).first()
    stage = (held.next_stage if held else None) or ""
    there = Observation.objects.filter(assignment=assignment, observer=by).first()
    if there and there.for_stage != stage:
        raise NotReadyYet("Their next stage was signed since. What you wrote stays as it is.")
    observation, _ = Observation.objects.update_or_create(
        assignment=assignment,
        observer=by,
        defaults={
            "seen": seen,
            "strengths": strengths,
            "work_on": work_on,
            "for_stage": stage,
            "ready": bool(ready and stage),
            "written_at": now,
        },
    )
    record("observation written", observation, by=by, session=assignment.session_id)
    emails.observed(observation)
    return observation
