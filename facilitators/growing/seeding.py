"""How the demo's facilitators came to be what they are: trained in one of three facilitator courses, then
signed off stage by stage; the trainers were there before. What leads saw, and who is out of practice."""

from datetime import time, timedelta

from courses import registers
from courses.models import Booking, Course, Session
from facilitators.growing import currency, interests, leaving, observing, ruling, signing, stages
from facilitators.growing.progress import Need
from facilitators.models import Accreditation, Assignment, StageChange, StageRule
from stepforward.people.models import Organisation, User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date, moment_of

Kind, Stage, Part = StageChange.Kind, Accreditation.Stage, Assignment.Part
COHORT = {Stage.LEAD: 0, Stage.CO_FACILITATOR: 1, Stage.SHADOWING: 2, Stage.TRAINED: 2}
SIGNED_AFTER = {Stage.SHADOWING: 24, Stage.CO_FACILITATOR: 70, Stage.LEAD: 150}  # days after the course
ON_LEAVE = "Samuel Asante"
PAUSED = {"Farah Siddiqui"}  # has delivered nothing for seven months
PAUSE = timedelta(days=212)
NOT_YET = {ON_LEAVE, "Grace Pilkington", "Tariq Mahmood", "Leanne Hargreaves"}  # have never delivered
LEAD = email_of(Role.PROGRAMME_LEAD)
BY_THE_PILOT = "Decided in the pilot, before this was written down."
RULES = {
    (Stage.SHADOWING, "shadowed"): None,
    (Stage.CO_FACILITATOR, "shadowed"): 2,
    (Stage.CO_FACILITATOR, "observed"): None,
    (Stage.CO_FACILITATOR, "current_months"): 6,
    (Stage.LEAD, "co_facilitated"): 3,
    (Stage.LEAD, "observed"): 1,
    (Stage.LEAD, "current_months"): 6,
    (Stage.TRAINER, "led"): 4,
    (Stage.TRAINER, "observed"): 1,
    (Stage.TRAINER, "current_months"): 12,
}
INTERESTED = [  # days ago, name, staff group, what they say, and how far it went
    (12, "Imogen Hartley", "03", "I took the course in spring and have taught resuscitation for years.", ""),
    (2, "Rafael Dias", "01", "", ""),
    (33, "Sunita Rao", "01", "My supervisor suggested it.", "talked"),
    (16, "Liam Postlethwaite", "04", "", "offered"),
    (60, "Beth Okonkwo", "03", "Could I do it from Cumbria?", "not_now"),
]
SEEN = [
    (
        "Ran the first case alone. Waited out a long silence, then asked the quietest table what they would "
        "have said. The room laughed with her, and three people told a story of their own.",
        "Calm, and quick to hand a question back to the room. Kept to time without hurrying anybody.",
        "Say out loud that nobody has to be brave, before the first role play and not after it.",
        True,
    ),
    (
        "Led the part on safe ways to respond. Knew the slides very well, and read some of them out.",
        "Warm at the door. Everybody had been greeted by name before we began.",
        "Try one section without slides next time: tell it, then ask.",
        False,
    ),
]


def plant(held, now):
    """After the past has its teams: rules, histories, observations, and who has lapsed."""
    course, people = Course.objects.get(code="active-bystander"), list(held)
    ruling.decide(
        course=course, needs=RULES, taught_by=course.taught_by.all(), by=User.objects.get(email=LEAD)
    )
    write_histories(people)
    write_observations(now)
    currency.lapse_due(now=now)


def was_with_us(facilitator, session, now):
    paused = dict.fromkeys(PAUSED, PAUSE)
    if facilitator.user.name in NOT_YET:
        return False
    return session.starts_at < now - paused.get(facilitator.user.name, timedelta(0))


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
    lead = User.objects.get(email=LEAD)
    for one in held:
        now = one.stage
        if one.source is None:
            stages.write(one, Kind.BROUGHT_IN, before="", by=None, now=moment_of(one.since, time(12)))
            continue
        after = one.source.ends_at + timedelta(hours=2)
        one.stage = Stage.TRAINED
        stages.write(one, Kind.TRAINED, before="", by=None, now=after, source=one.source)
        for stage, days in SIGNED_AFTER.items():
            if list(Stage).index(stage) > list(Stage).index(now):
                break
            before, one.stage, at = one.stage, stage, after + timedelta(days=days)
            needs = _needs_then(one, at)
            met = all(need.met for need in needs)
            stages.write(
                one,
                Kind.SIGNED,
                before=before,
                by=lead,
                now=at,
                needs=[need.as_kept() for need in needs],
                met=met,
                exception="" if met else BY_THE_PILOT,
            )
            one.since = civil_date(at)
        one.save(update_fields=["stage", "since"])


def _needs_then(held, at):
    """What their stage needs, and what there was of it at that moment; nobody had been observed yet."""
    rule = StageRule.objects.filter(course=held.course, stage=held.stage).first()
    did = held.facilitator.assignments.accepted().filter(session__course=held.course, session__ends_at__lt=at)
    had = {
        "shadowed": did.filter(part=Part.SHADOW).count(),
        "co_facilitated": did.filter(part__in=Assignment.DELIVERS).count(),
    }
    wanted = (
        {name: getattr(rule, name) for name in ("shadowed", "co_facilitated", "observed")} if rule else {}
    )
    return [Need(name, n, had.get(name, 0)) for name, n in wanted.items() if n]


def write_observations(now):
    """By the demo's own facilitator of somebody, and by somebody else of another."""
    demo = User.objects.get(email=email_of(Role.FACILITATOR))
    leads = Accreditation.objects.filter(stage__in=signing.LEADS, course__code="active-bystander")
    others = [
        one.facilitator.user
        for one in leads.exclude(facilitator__user=demo).select_related("facilitator__user")
    ]
    for (seen, strengths, work_on, ready), observers in zip(SEEN, ([demo], others), strict=True):
        for observer in observers:
            parts = observing.to_observe(observer, now).exclude(facilitator__user=demo)
            one = parts.filter(observations=None).first()
            if one is None:
                continue
            said = {"seen": seen, "strengths": strengths, "work_on": work_on, "ready": ready}
            observing.write(assignment=one, by=observer, now=one.session.ends_at + timedelta(days=1), **said)
            break


def plant_interest(now):
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    trusts = list(Organisation.objects.current(civil_date(now)).exclude(system_code="")[:5])
    for (days, name, group, why, stage), trust in zip(INTERESTED, trusts, strict=False):
        said = now - timedelta(days=days)
        email = f"{name.lower().replace(' ', '.')}@nhs-trust.example"
        who = {"name": name, "email": email, "organisation": trust, "staff_group": group, "why": why}
        one = interests.confirm(
            interest=interests.say(came_by="page", now=said, **who), now=said + timedelta(hours=1)
        )
        deed = {"interest": one, "by": coordinator, "now": said + timedelta(days=1)}
        training = interests.trainings(now).first()
        if stage == "talked" or (stage == "offered" and training is None):
            interests.talk(note="Would like a date after January.", **deed)
        elif stage == "offered":
            interests.offer_place(training=training, **deed)
        elif stage == "not_now":
            interests.not_now(reason="Moves to another deanery in August.", **deed)


def plant_leave(people, now):
    """Somebody on leave, said before anybody was asked for that time."""
    away = next(one for one in people if one.user.name == ON_LEAVE)
    first = civil_date(now) - timedelta(days=6)
    said = now - timedelta(days=7)
    leaving.go(facilitator=away, starts_on=first, ends_on=first + timedelta(days=55), by=away.user, now=said)
