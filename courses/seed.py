"""The demo's story below the facilitators: a pilot, a phase two under way, what comes next, and who waits."""

from datetime import time, timedelta

from courses import bookings, registers, requests, scheduling
from courses.models import Booking, Course, QualityDomain, Session, TrainingRequest, Venue
from courses.quality_domains import add_domains
from courses.seeding import cases, costs, found, joining, mailings, materials, people, today
from courses.seeding.blocks import keep_some, tell_more
from courses.seeding.joining import BEFORE_BYSTANDER, BEFORE_TRAINING
from courses.seeding.places import FIRST, GETTING_THERE, LAST, ON_A_MAP, ONE_ROOM, VENUES
from courses.seeding.requests import ANSWERED, WAITING
from courses.seeding.stories import tell_stories
from stepforward.people.models import Organisation, User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.wording import civil_date, moment_of

PILOT = ["RM3", "R0A", "RXN", "REM", "RMC", "RWJ", "RJR", "RTX"]
MONTH = 30.4  # days
FRAMEWORK = "HEE Quality Framework 2021"
HOLIDAYS = {(12, 25), (12, 26), (12, 28), (1, 1)}  # month, day
GROUPS = (StaffGroup.MEDICAL, StaffGroup.NURSING, StaffGroup.ALLIED_HEALTH, StaffGroup.CLINICAL_SERVICES)
GROUPS += (
    StaffGroup.ADMINISTRATIVE,
    StaffGroup.SCIENTIFIC_TECHNICAL,
    StaffGroup.STUDENTS,
    StaffGroup.SCIENTISTS,
)
SHARE = (34, 28, 11, 9, 8, 5, 3, 2)  # of the groups, in a hundred
NEEDS = ("Step-free access, please.", "I lip-read: a seat at the front, please.", "Large print handouts.")


def plant(*, now, rng):
    story = Story(now, rng)
    story.delivered()
    story.yesterday()
    story.answered_requests()
    story.coming()
    story.waiting_requests()
    found.plant(story)
    cases.plant(coordinator=story.coordinator, now=now)
    materials.plant(coordinator=story.coordinator, now=now)
    today.plant(story)
    costs.plant(coordinator=story.coordinator, now=now)
    people.plant(coordinator=story.coordinator, now=now)
    mailings.plant(coordinator=story.coordinator, now=now)
    joining.plant(coordinator=story.coordinator, now=now)


class Story:
    def __init__(self, now, rng):
        self.now, self.rng = now, rng
        self.coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
        self.trusts = {one.ods_code: one for one in Organisation.objects.current(civil_date(now))}
        self.bystander, self.training = courses()
        self.venues = venues(self.trusts)
        self.hosts = [self.trusts[code] for code in dict.fromkeys([*PILOT, *self.venues])]
        self.people = 0

    def on(self, days, clock):
        """The UTC moment of a London clock time on the working day that many days from today, or the next
        one."""
        day = civil_date(self.now) + timedelta(days=days)
        while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
            day += timedelta(days=1 if days > 0 else -1)
        return moment_of(day, clock)

    def clock(self):
        return self.rng.choice([time(9, 30), time(13), time(13, 30), time(14), time(14)])

    # --- What was ---

    def delivered(self):
        """Eight sessions of the pilot, 24 of phase two, with who came; and the rollout's facts from them."""
        starts = [-round((13.6 - 0.8 * n) * MONTH) for n in range(8)]
        codes = list(PILOT)
        phase_two = [code for code in self.venues if code not in {"RXV", "RT2", "RW4", "RW5"}]
        starts += [-round(6.8 * MONTH - n * (6.8 * MONTH - 9) / 23) for n in range(24)]
        codes += [phase_two[n % len(phase_two)] for n in range(24)]
        sessions = []
        for n, (days, code) in enumerate(zip(starts, codes, strict=True)):
            is_training = n in {1, 12, 24}
            course = self.training if is_training else self.bystander
            starts_at = self.on(days, time(9, 30) if is_training else self.clock())
            sessions.append(
                Session(
                    course=course,
                    organisation=self.trusts[code],
                    venue=self.venues[code],
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=course.minutes),
                    capacity=14 if is_training else 24 if n < 8 else 30,
                    state=Session.State.DELIVERED,
                    planned_by=self.coordinator,
                    opened_at=starts_at - timedelta(days=30),
                    delivered_at=starts_at + timedelta(minutes=course.minutes + 20),
                )
            )
        Session.objects.bulk_create(sessions)
        came = [one for session in sessions for one in self.participants(session, session.capacity - 2)]
        Booking.objects.bulk_create(came, batch_size=500)
        for session in sessions:
            registers.count(session)

    def participants(self, session, number, *, marked=True):
        for _ in range(number):
            attended = self.rng.random() < 0.9
            mark = Booking.Attendance.ATTENDED if attended else Booking.Attendance.ABSENT
            yield Booking(
                session=session,
                **self.somebody(session.organisation),
                state=Booking.State.BOOKED,
                attendance=mark if marked else "",
                booked_at=session.starts_at - timedelta(days=self.rng.randint(8, 29)),
            )

    def somebody(self, host):
        """A new person: mostly of the host, sometimes of a neighbour."""
        self.people += 1
        first, last = self.rng.choice(FIRST), self.rng.choice(LAST)
        organisation = host if host and self.rng.random() < 0.85 else self.rng.choice(self.hosts)
        return {
            "name": f"{first} {last}",
            "email": f"{first}.{last}.{self.people}@nhs-trust.example".lower(),
            "organisation": organisation,
            "staff_group": self.rng.choices(GROUPS, SHARE)[0],
        }

    def yesterday(self):
        """Held on the last working day; its register is still open."""
        starts_at = self.on(-1, time(13, 30))
        session = Session.objects.create(
            course=self.bystander,
            organisation=self.trusts["RRF"],
            venue=self.venues["RRF"],
            team_name="Emergency department",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=24,
            state=Session.State.OPEN,
            planned_by=self.coordinator,
            opened_at=starts_at - timedelta(days=25),
        )
        Booking.objects.bulk_create(self.participants(session, 19, marked=False))

    # --- What comes ---

    def coming(self):
        full = self.open(self.on(5, time(13, 30)), "RTX", 12, team_name="Acute medicine")
        self.book(full, 16, needs=1)
        self.book(self.open(self.on(3, time(9, 30)), "RWJ", 24, team_name="Maternity"), 18, needs=2)
        self.book(
            self.open(self.on(13, time(14)), None, 30, link="https://meet.nhs-trust.example/stepforward"), 14
        )
        anaesthetics = self.open(self.on(20, time(9, 30)), "RJN", 24, team_name="Anaesthetics")
        self.book(anaesthetics, 6)
        medicines = self.open(self.on(46, time(14)), "RJN", 24, team_name="Medicines management")
        keep_some(self, [anaesthetics, medicines])
        tell_more(self, anaesthetics)
        self.plan(self.on(6, time(14)), "RBV", 20, team_name="Clinical oncology")
        self.plan(self.on(17, time(13, 30)), "RBL", 24, team_name="Surgery")
        self.plan(self.on(24, time(9, 30)), "RW4", 20, team_name="Crisis team")
        self.plan(self.on(31, time(13)), None, 24, host="RBT", team_name="Radiology")
        self.plan(self.on(40, time(9, 30)), "RXR", 14, course=self.training)
        off = self.open(self.on(27, time(13, 30)), "RWW", 24, team_name="Pharmacy")
        self.book(off, 3)
        scheduling.call_off(
            session=off, reason="The room is being repaired.", by=self.coordinator, now=self.now
        )
        training = self.open(self.on(34, time(9, 30)), "RXR", 14, course=self.training)
        self.book(training, 5)
        freed = full.bookings.booked().order_by("-pk").first()
        bookings.cancel(booking=freed, now=self.now - timedelta(hours=3))

    def plan(self, starts_at, code, places, *, link="", host=None, course=None, request=None, team_name=""):
        course, host = course or self.bystander, code or host
        return scheduling.plan(
            course=course,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=course.minutes),
            capacity=places,
            venue=self.venues[code] if code else None,
            online_link=link,
            organisation=self.trusts[host] if host else None,
            team_name=team_name,
            request=request,
            by=self.coordinator,
            now=self.now,
        )

    def open(self, *args, **details):
        session = self.plan(*args, **details)
        return scheduling.open_session(session=session, by=self.coordinator, now=self.now)

    def book(self, session, number, needs=0):
        for n in range(number):
            bookings.book(
                session=session,
                **self.somebody(session.organisation),
                needs=NEEDS[n] if n < needs else "",
                now=self.now - timedelta(days=9) + timedelta(hours=n),
            )

    # --- Who asked ---

    def waiting_requests(self):
        waiting = [
            requests.ask(**self.asked(details), now=self.now - timedelta(days=days_ago, minutes=50))
            for days_ago, details in WAITING
        ]
        tell_stories(waiting, by=self.coordinator, now=self.now)

    def answered_requests(self):
        for days_ago, state, reason, details in ANSWERED:
            asked_at = self.now - timedelta(days=days_ago)
            TrainingRequest.objects.create(
                **self.asked(details, days_ago),
                state=state,
                reason=reason,
                owner=self.coordinator,
                asked_at=asked_at,
                answered_at=asked_at + timedelta(days=self.rng.randint(1, 6)),
            )

    def asked(self, details, days_ago=0):
        details, today = dict(details), civil_date(self.now) - timedelta(days=days_ago)
        code, from_day, to_day = (details.pop(name) for name in ("code", "from_day", "to_day"))
        first, last = self.rng.choice(FIRST), self.rng.choice(LAST)
        contact = {"contact_name": f"{first} {last}"}
        contact["contact_email"] = f"{first}.{last}@nhs-trust.example".lower()
        trust = self.trusts.get(code)
        where = {"organisation": trust} if trust else {"other_organisation": code}
        dates = {"earliest": today + timedelta(days=from_day), "latest": today + timedelta(days=to_day)}
        return details | contact | where | dates


def courses():
    bystander = Course.objects.create(
        code="active-bystander",
        name="Active Bystander",
        summary="Two hours to practise noticing rude, undermining or unfair behaviour, and choosing a safe "
        "way to respond: in the moment, or afterwards. For all staff groups together.",
        minutes=120,
        joining_instructions=BEFORE_BYSTANDER,
        what_to_bring="Your staff badge, and a pen.",
    )
    training = Course.objects.create(
        code="facilitator-course",
        name="Facilitator course",
        summary="A day for people who took the Active Bystander course and would like to pass it on.",
        minutes=360,
        minimum_people=6,
        maximum_people=14,
        joining_instructions=BEFORE_TRAINING,
        what_to_bring="A scene from your own work that you would like to practise with, and lunch.",
    )
    training.makes_facilitators_of.add(bystander)
    add_domains(QualityDomain.objects)
    bystander.domains.set(QualityDomain.objects.filter(framework=FRAMEWORK, number__in=[1, 3]))
    training.domains.set(QualityDomain.objects.filter(framework=FRAMEWORK, number__in=[1, 4, 6]))
    return bystander, training


def venues(trusts):
    """{ODS code: Venue}"""
    found = Venue.objects.bulk_create(
        Venue(
            organisation=trusts[code],
            name=name,
            address=address,
            postcode=postcode,
            capacity=places,
            one_room=code == ONE_ROOM,
            access_notes=note,
            travel_notes=GETTING_THERE.get(code, ""),
            map_link=ON_A_MAP.get(code, ""),
        )
        for code, name, address, postcode, places, note in VENUES
    )
    return {row[0]: venue for row, venue in zip(VENUES, found, strict=True)}
