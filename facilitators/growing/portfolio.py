"""Somebody's work as a facilitator over a period, as their page, its PDF and its file tell it. Reading only,
in as many queries for a thousand sessions as for one."""

from dataclasses import dataclass
from datetime import date, timedelta

from courses.comparing import attended_in
from courses.models import Certificate, Session
from facilitators import timekeeping
from facilitators.growing.telling import sentence
from facilitators.models import (
    Accreditation,
    Assignment,
    Confidence,
    Facilitator,
    Observation,
    Reflection,
)
from stepforward.ui.durations import say_minutes
from stepforward.ui.wording import civil_date, moment_of, say_date, say_number, say_people

Part = Assignment.Part


@dataclass(frozen=True)
class Did:
    """One delivered session. `people` is None for who shadowed or observed: they reached nobody themselves.
    `minutes` are as noted, or else as long as the session took."""

    assignment: Assignment
    people: int | None
    minutes: int
    noted: bool

    @property
    def session(self):
        return self.assignment.session

    @property
    def organisation(self):
        """Who hosted it, or else asked for it."""
        asked = self.session.request
        host = self.session.organisation or (asked and asked.organisation)
        return host.name if host else (asked and asked.other_organisation) or "Not said"

    @property
    def setting(self):
        return self.session.request.get_setting_display() if self.session.request else "Setting not said"

    @property
    def said_people(self):
        return "Not counted" if self.people is None else say_number(self.people)

    @property
    def said_time(self):
        return say_minutes(self.minutes) + ("" if self.noted else ", not noted")


@dataclass(frozen=True)
class Grown:
    """How confident they felt in one thing before they became a facilitator, as they first said, and in the
    latest session of the period of which they said it; each 1 to 5."""

    area: str
    then: int
    now: int
    said_on: date

    @property
    def words(self):
        moved = f"{self.then} to {self.now}" if self.then != self.now else f"{self.now}, as before"
        return f"{moved} of 5, said after {say_date(self.said_on)}"


@dataclass(frozen=True)
class Portfolio:
    """`courses` are (Accreditation, [(StageChange, sentence), …]) pairs; `waiting` how many sessions of the
    period have no closed register yet; `reflections` those that go into this copy."""

    person: Facilitator
    since: date
    until: date
    courses: list
    did: list
    waiting: int
    observations: list
    reflections: list
    certificates: list
    grown: list

    @property
    def said_period(self):
        return f"{say_date(self.since)} to {say_date(self.until)}"

    @property
    def said_totals(self):
        return totals(self.did)

    @property
    def parts(self):
        """[(part, its totals in words, its sessions), …], the lead first."""
        parts = {part: [one for one in self.did if one.assignment.part == part] for part in Part}
        return [(part, totals(rows), rows) for part, rows in parts.items() if rows]

    @property
    def how_counted(self):
        """Sentences for whoever wants to know what the figures mean."""
        unnoted = sum(not one.noted for one in self.did)
        waits = {0: "", 1: " 1 more session waits for that."}
        return [
            "A session counts once its register is closed."
            + waits.get(self.waiting, f" {self.waiting} more sessions wait for that."),
            "People are those who attended, by name on the register or in its headcount, of sessions led or "
            "co-facilitated. Sessions that were shadowed or observed count no people.",
            "Hours are what was noted for preparing, travelling and delivering. Where nothing was noted, "
            f"which is so for {unnoted} of {len(self.did)}, they are the length of the session.",
            "Stages are told from the beginning, whatever the period.",
        ]


def totals(rows):
    """12 sessions, 214 people, 61 hours; no people where nobody was counted."""
    n, people = len(rows), [one.people for one in rows if one.people is not None]
    said = [f"{say_number(n)} session{'' if n == 1 else 's'}"]
    said += [say_people(sum(people))] if people else []
    return ", ".join([*said, say_minutes(sum(one.minutes for one in rows)) if rows else "no hours"])


def written_by(person):
    """Every reflection of theirs, the latest first; for themselves alone."""
    return Reflection.objects.filter(assignment__facilitator=person).with_session()


def within(reflections, since, until):
    """Those on sessions of these London dates."""
    first, after = _moments(since, until)
    return [one for one in reflections if first <= one.assignment.session.starts_at < after]


def read(person, *, for_oneself, since, until, now, reflections=()):
    """The Portfolio of the London dates `since` to `until`. What was observed is in it for oneself; others
    see that there was something. So is how they have grown. `reflections` are those that their writer puts
    into this copy."""
    did, waiting = _did(person, since, until, now)
    return Portfolio(
        person=person,
        since=since,
        until=until,
        courses=_courses(person),
        did=did,
        waiting=waiting,
        observations=_observations(person, since, until, for_oneself),
        reflections=within(reflections, since, until),
        certificates=_certificates(person, since, until),
        grown=_grown(person, until) if for_oneself else [],
    )


def _moments(since, until):
    return moment_of(since), moment_of(until + timedelta(days=1))


def _did(person, since, until, now):
    first, after = _moments(since, until)
    took_part = (
        Assignment.objects.accepted()
        .filter(facilitator=person, session__starts_at__gte=first, session__starts_at__lt=after)
        .filter(session__ends_at__lte=now)
        .exclude(session__state=Session.State.CALLED_OFF)
        .with_session()
        .select_related("session__request__organisation", "time_spent")
        .order_by("-session__starts_at", "-pk")
    )
    took_part = list(took_part)
    counted = [one for one in took_part if one.session.state == Session.State.DELIVERED]
    people, order = attended_in([one.session_id for one in counted]), list(Part)
    did = [_one(one, people) for one in counted]
    did.sort(key=lambda one: order.index(one.assignment.part))
    return did, len(took_part) - len(counted)


def _one(assignment, people):
    return Did(
        assignment=assignment,
        people=people[assignment.session_id] if assignment.part in Assignment.DELIVERS else None,
        minutes=sum(timekeeping.usual(assignment).values()),
        noted=hasattr(assignment, "time_spent"),
    )


def _courses(person):
    steps = {}
    for step in person.stage_changes.select_related("by", "source__course").order_by("at", "pk"):
        steps.setdefault(step.course_id, []).append((step, sentence(step)))
    held = Accreditation.objects.filter(facilitator=person).select_related("course")
    return [(one, steps.get(one.course_id, [])) for one in held]


def _observations(person, since, until, for_oneself):
    first, after = _moments(since, until)
    found = Observation.objects.filter(
        assignment__facilitator=person,
        assignment__session__starts_at__gte=first,
        assignment__session__starts_at__lt=after,
    ).with_session()
    found = found.order_by("-assignment__session__starts_at", "pk")
    return list(found if for_oneself else found.defer("seen", "strengths", "work_on", "ready"))


def _grown(person, until):
    _, after = _moments(until, until)
    said = Confidence.objects.filter(assignment__facilitator=person, assignment__session__starts_at__lt=after)
    first, latest = {}, {}
    for one in said.select_related("assignment__session").order_by("assignment__session__starts_at", "pk"):
        first.setdefault(one.area, one)
        latest[one.area] = one
    return [
        Grown(area.label, first[area].then, one.now, civil_date(one.assignment.session.starts_at))
        for area in Confidence.Area
        if (one := latest.get(area))
    ]


def _certificates(person, since, until):
    first, after = _moments(since, until)
    ours = Certificate.objects.live().filter(kind=Certificate.Kind.DELIVERY, holder=person.user_id)
    return list(ours.filter(starts_at__gte=first, starts_at__lt=after).order_by("-starts_at", "-pk"))
