"""How the demo's facilitators came to be what they are: trained in one of three facilitator courses, then
signed off stage by stage; the trainers were there before."""

from datetime import time, timedelta

from courses import registers
from courses.models import Booking, Session
from facilitators.growing import stages
from facilitators.models import Accreditation, StageChange
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date, moment_of

Kind, Stage = StageChange.Kind, Accreditation.Stage
COHORT = {Stage.LEAD: 0, Stage.CO_FACILITATOR: 1, Stage.SHADOWING: 2, Stage.TRAINED: 2}
SIGNED_AFTER = {Stage.SHADOWING: 24, Stage.CO_FACILITATOR: 70, Stage.LEAD: 150}  # days after the course


def train_them(held):
    """Give each of `held`, saved accreditations at their stage of today, the course that trained them. Where
    there was none, they keep the day on which they joined."""
    courses = list(
        Session.objects.filter(course__makes_facilitators_of__isnull=False, state=Session.State.DELIVERED)
        .distinct()
        .order_by("starts_at")
    )
    for one in held:
        if one.stage not in COHORT or len(courses) <= COHORT[one.stage]:
            continue
        session = courses[COHORT[one.stage]]
        place = _place_in(session, one.facilitator)
        one.source, one.source_booking = session, place
        one.since = one.facilitator.joined_on = civil_date(session.starts_at)
        one.save()
        one.facilitator.save()
    for session in courses:
        registers.count(session)


def _place_in(session, facilitator):
    """A place in it, which an invented participant gives up for them."""
    free = session.bookings.booked().filter(accreditations=None).order_by("-attendance", "pk")
    place = free.filter(attendance=Booking.Attendance.ATTENDED).first() or free.first()
    place.name, place.email = facilitator.user.name, facilitator.user.email
    place.organisation, place.attendance = facilitator.organisation, Booking.Attendance.ATTENDED
    place.save()
    return place


def write_histories(held):
    lead = User.objects.get(email=email_of(Role.PROGRAMME_LEAD))
    for one in held:
        now = one.stage
        if one.source is None:
            stages.write(one, Kind.BROUGHT_IN, before="", by=None, now=moment_of(one.since, time(12)))
            continue
        after, before = one.source.ends_at + timedelta(hours=2), ""
        one.stage = Stage.TRAINED
        stages.write(one, Kind.TRAINED, before=before, by=None, now=after, source=one.source)
        for stage, days in SIGNED_AFTER.items():
            if list(Stage).index(stage) > list(Stage).index(now):
                break
            before, one.stage = one.stage, stage
            stages.write(one, Kind.SIGNED, before=before, by=lead, now=after + timedelta(days=days))
            one.since = civil_date(after + timedelta(days=days))
        one.save(update_fields=["stage", "since"])
