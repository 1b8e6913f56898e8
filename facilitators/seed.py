"""The demo's facilitators: at every stage, across the trusts, with what they did, promised and said."""

from datetime import time, timedelta

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from courses.models import Course, Session
from courses.seeding.found import REVIVED
from facilitators import busy_calendars, joining, reading_calendars, reviving, seed_costs, staffing
from facilitators.asking import seeding as asking
from facilitators.cascade import seeding as cascade
from facilitators.growing import seed_reflections, support_seeding
from facilitators.growing import seeding as growing
from facilitators.models import (
    Accreditation,
    Assignment,
    Availability,
    BusyCalendar,
    BusyTime,
    Facilitator,
    Level,
    UsualPart,
)
from facilitators.moving import story
from facilitators.rota import seeding as rota
from facilitators.saying import usual_week
from facilitators.seed_people import PEOPLE, staff_group_of
from facilitators.staffing import seeding
from facilitators.suggesting.weighing import weigh
from facilitators.two_places import blocked_by
from facilitators.windows import rebuild
from stepforward.fetching.refusals import Gone
from stepforward.people.models import Organisation, User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date, moment_of

Part, Stage, State = Assignment.Part, Accreditation.Stage, Assignment.State
PAST_WEEKS, WEEKS = 4, 7
SILENT = 4  # of them have not said a word
LATELY = timedelta(days=80)  # while what one saw can be written down


def plant(*, now, rng):
    people = facilitators(now, rng)
    say_availability(people, now, rng)
    add_calendars(people, now)
    staff_past_sessions(people, now, rng)
    cascade.hand_on()
    cascade.say_no()
    seed_costs.plant(now=now)
    seed_reflections.plant(now=now)
    growing.plant(
        Accreditation.objects.filter(facilitator__in=people).select_related("facilitator", "source"), now
    )
    growing.plant_leave(people, now)
    support_seeding.plant(people, now)
    today = civil_date(now)
    for one in people:
        rebuild(one, [today - timedelta(weeks=PAST_WEEKS + 1), today + timedelta(weeks=WEEKS + 1)])
    usual_week.extend(now=now)
    seeding.staff_coming_sessions(people[0], now)
    growing.plant_interest(now)
    revive_one(now)
    joining.send(now=now)
    story.plant(now=now)
    asking.plant(now=now)
    weigh(by=User.objects.get(email=email_of(Role.COORDINATOR)), now=now - timedelta(days=40), miles=5)
    rota.plant(now=now)


def facilitators(now, rng):
    """The demo's own facilitator first, then thirty others, each with their accreditation."""
    today = civil_date(now)
    trusts = list(Organisation.objects.current(today).exclude(system_code=""))
    rng.shuffle(trusts)
    nobody = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=f"{name.lower().replace(' ', '.').replace(chr(39), '')}@nhs-trust.example",
            name=name,
            roles=[Role.FACILITATOR],
            password=nobody,
        )
        for name, _, _, _ in PEOPLE
    )
    demo = User.objects.get(email=email_of(Role.FACILITATOR))
    details = [("ST6 emergency medicine", "Salford", Stage.LEAD), *(one[1:] for one in PEOPLE)]
    people = Facilitator.objects.bulk_create(
        Facilitator(
            user=user,
            organisation=trusts[n % len(trusts)],
            post=post,
            staff_group=staff_group_of(post),
            base=base,
            sessions_a_month=rng.choice([1, 2, 2, 2, 3, 4]) if n else 3,
            miles_at_most=(40, 40, 60, None, 30)[n % 5],
            notice_days=(7, 0, 14)[n % 3],
            online_only=n % 16 == 15,
            joined_on=today - timedelta(days=rng.randint(*MONTHS_IN[stage]) * 30),
        )
        for n, (user, (post, base, stage)) in enumerate(zip([demo, *users], details, strict=True))
    )
    bystander = Course.objects.get(code="active-bystander")
    training = Course.objects.filter(code="facilitator-course").first()
    held = []
    for one, (_, _, stage) in zip(people, details, strict=True):
        held.append(Accreditation(facilitator=one, course=bystander, stage=stage, since=one.joined_on))
        if training and stage == Stage.TRAINER:
            held.append(Accreditation(facilitator=one, course=training, stage=stage, since=one.joined_on))
    held = Accreditation.objects.bulk_create(held)
    growing.train_them(held)
    return people


MONTHS_IN = {  # how many months ago they may have joined
    Stage.TRAINER: (14, 15),
    Stage.LEAD: (9, 13),
    Stage.CO_FACILITATOR: (5, 8),
    Stage.SHADOWING: (3, 5),
    Stage.TRAINED: (1, 3),
}


def say_availability(people, now, rng):
    """Each has a weekly pattern and keeps to it mostly, every fifth by a usual week that they said once; the
    last few have said nothing."""
    monday = civil_date(now) - timedelta(days=civil_date(now).weekday())
    rows, usual = [], []
    for n, one in enumerate(people[: len(people) - SILENT]):
        pattern = {
            (weekday, part): rng.choices([Level.YES, Level.IF_NEEDED, Level.NO, None], weights)[0]
            for weekday in range(5)
            for part, weights in {
                "morning": (35, 15, 30, 20),
                "afternoon": (45, 15, 25, 15),
                "evening": (5, 10, 35, 50),
            }.items()
        }
        said = [
            Availability(
                facilitator=one,
                day=monday + timedelta(weeks=week, days=weekday),
                part=part,
                level=level if rng.random() < 0.9 else Level.NO,
            )
            for week in range(-PAST_WEEKS, WEEKS)
            for (weekday, part), level in pattern.items()
            if level
        ]
        if n % 5 == 2:
            usual += usual_parts(one, pattern, monday - timedelta(weeks=PAST_WEEKS))
            said = [row for row in said if row.level != pattern[row.day.weekday(), row.part]]
        rows += said
    Availability.objects.bulk_create(rows, batch_size=2000)
    UsualPart.objects.bulk_create(usual)


def usual_parts(facilitator, pattern, starts_on):
    facilitator.usual_until = starts_on
    facilitator.save(update_fields=["usual_until"])
    return [
        UsualPart(facilitator=facilitator, weekday=weekday, part=part, level=level, starts_on=starts_on)
        for (weekday, part), level in pattern.items()
        if level
    ]


def add_calendars(people, now):
    """The demo's own facilitator has a rota that is read, with day shifts and one night a week, and an old
    calendar that fails; a few others have one each."""
    today = civil_date(now)
    for n, one in enumerate([people[0], *people[4:12:2]]):
        calendar = calendar_of(one, "Rota", "rota.trust.example", now, read_at=now - timedelta(minutes=9))
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1 + n % 2)
        for week in (0, 2, 4):
            for day in (0, 1, 3):
                shift(calendar, monday + timedelta(weeks=week, days=day), time(8), hours=9)
            shift(calendar, monday + timedelta(weeks=week, days=4), time(20, 30), hours=13)
    old = calendar_of(
        people[0],
        "My old Outlook",
        "outlook.example",
        now,
        read_at=now - timedelta(days=4),
        failing_since=now - timedelta(days=4) + reading_calendars.EVERY,
        failure=Gone.code,
        told_at=now - timedelta(days=1),
    )
    shift(old, today + timedelta(days=16), time(13), hours=4)


def calendar_of(facilitator, name, host, now, **standing):
    return BusyCalendar.objects.create(
        facilitator=facilitator,
        name=name,
        host=host,
        sealed_address=busy_calendars.sealed(f"https://{host}/{facilitator.pk}.ics"),
        added_at=now - timedelta(days=40),
        tried_at=now,
        **standing,
    )


def shift(calendar, day, begins, *, hours):
    starts_at = moment_of(day, begins)
    BusyTime.objects.create(
        facilitator=calendar.facilitator,
        calendar=calendar,
        during=DateTimeTZRange(starts_at, starts_at + timedelta(hours=hours)),
    )


def staff_past_sessions(people, now, rng):
    """A lead and a co-facilitator, who had joined by then, for every session that was, sometimes with
    somebody shadowing; the demo's own facilitator leads where somebody shadowed lately, to have seen them."""
    accredited = {}
    for held in Accreditation.objects.filter(facilitator__in=people).order_by("pk"):
        for part in held.parts:
            accredited.setdefault((held.course_id, part), []).append(held.facilitator)
    busy, rows = {}, []
    past = Session.objects.filter(starts_at__lte=now).exclude(state=Session.State.CALLED_OFF)
    for n, session in enumerate(past.select_related("course", "venue")):
        blocked, offered_at = blocked_by(session), session.starts_at - timedelta(days=rng.randint(21, 40))
        parts = [Part.LEAD, *[Part.CO_FACILITATOR] * max(session.course.minimum_team - 1, 1)]
        for part in [*parts, Part.SHADOW] if n % 3 == 0 else parts:
            free = [
                one
                for one in accredited.get((session.course_id, part), [])
                if one.joined_on < civil_date(session.starts_at)
                and growing.was_with_us(one, session, now)
                and all(
                    blocked.upper <= lower or upper <= blocked.lower for lower, upper in busy.get(one.pk, [])
                )
            ]
            if not free:
                continue
            delivered_lately = session.state == Session.State.DELIVERED and session.starts_at > now - LATELY
            shows = people[0] if n % 3 == 0 and part == Part.LEAD and delivered_lately else None
            one = min(free, key=lambda one: (one != shows, len(busy.get(one.pk, [])), rng.random()))
            busy.setdefault(one.pk, []).append((blocked.lower, blocked.upper))
            rows.append(
                Assignment(
                    facilitator=one,
                    session=session,
                    part=part,
                    state=State.ACCEPTED,
                    blocked=blocked,
                    offered_at=offered_at,
                    answer_by=staffing.answer_due(session, offered_at),
                    answered_at=offered_at + timedelta(hours=rng.randint(1, 90)),
                )
            )
    Assignment.objects.bulk_create(rows)


def revive_one(now):
    """One was called off and takes place after all; its lead has said yes again, the others are asked."""
    session = Session.objects.filter(team_name=REVIVED, state=Session.State.OPEN).first()
    if session is None:
        return
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    reason = "The boiler failed, and there was no other room."
    staffing.call_off_session(session=session, reason=reason, by=coordinator, now=now - timedelta(hours=30))
    reviving.revive_session(session=session, by=coordinator, now=now - timedelta(hours=20))
    lead = session.assignments.filter(state=State.OFFERED, part=Part.LEAD).select_related("facilitator__user")
    for offer in lead:
        staffing.accept(assignment=offer, by=offer.facilitator.user, now=now - timedelta(hours=11))
