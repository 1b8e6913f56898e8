"""The demo's cascade has three generations: trainers trained leads, and two of these led the courses that
trained the others, with a trainer beside them. Some have never delivered, for one reason or another."""

from datetime import timedelta

from courses.models import Course, Session
from facilitators.models import Accreditation, Assignment, Level
from facilitators.two_places import blocked_by
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

Part, Stage, State = Assignment.Part, Accreditation.Stage, Assignment.State
HANDS_ON = "Siobhan Keane"
SAID_NO = {  # of those who have never delivered: what became of the parts that they were offered, and why
    "Grace Pilkington": [(State.DECLINED, "Nobody to cover theatre that day."), (State.LAPSED, "")],
    "Leanne Hargreaves": [(State.GIVEN_BACK, "The ward is two short.")],
}


def hand_on():
    """After the past has its teams. The demo's own facilitator leads the second facilitator course, somebody
    else the third, in place of the trainer who led it, if they are free."""
    course = Course.objects.filter(code="facilitator-course").first()
    leads = Accreditation.objects.filter(course__taught_by=course, stage=Stage.LEAD)
    who = [{"facilitator__user__email": email_of(Role.FACILITATOR)}, {"facilitator__user__name": HANDS_ON}]
    held = Session.objects.filter(course=course, state=Session.State.DELIVERED).order_by("starts_at")
    for session, one in zip(held[1:3], who, strict=False):
        lead = leads.filter(**one).select_related("facilitator").first()
        if lead:
            _lead(lead.facilitator, session)


def _lead(facilitator, session):
    part = session.assignments.accepted().filter(part=Part.LEAD).first()
    if part is None or facilitator.assignments.live().filter(blocked__overlap=part.blocked).exists():
        return
    part.facilitator = facilitator
    part.save(update_fields=["facilitator"])
    since = civil_date(session.starts_at) - timedelta(days=14)
    Accreditation.objects.create(
        facilitator=facilitator, course=session.course, stage=Stage.LEAD, since=since
    )


def say_no():
    """Some were asked for sessions that others delivered then, and are free on no day now."""
    for name, answers in SAID_NO.items():
        held = Accreditation.objects.filter(facilitator__user__name=name).select_related("source").first()
        if held is None or held.source is None:
            continue
        held.facilitator.said.update(level=Level.NO)
        held.facilitator.usual.update(level=Level.NO)
        since = held.course.sessions.filter(
            state=Session.State.DELIVERED, starts_at__gt=held.source.starts_at + timedelta(days=60)
        )
        for session, (state, reason) in zip(since.order_by("-starts_at"), answers, strict=False):
            at = session.starts_at - timedelta(days=30)
            Assignment.objects.create(
                facilitator=held.facilitator,
                session=session,
                part=Part.CO_FACILITATOR,
                state=state,
                blocked=blocked_by(session),
                offered_at=at - timedelta(days=3),
                answer_by=at,
                answered_at=at,
                passed_on_at=at,
                reason=reason,
            )
