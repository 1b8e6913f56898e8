"""Who could be in a session's team, and why the others could not. Reading only, in a constant number of
queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Max, Prefetch, Q

from courses.models.training_request import DayPart
from facilitators.busy_times import busy_during
from facilitators.day_parts import days_of, parts_of, whole_days
from facilitators.growing.away import away_during
from facilitators.models import Accreditation, Assignment, Facilitator, Level, Window
from facilitators.saying.expanding import said_by_all
from facilitators.team import clash
from facilitators.travelling.wishes import against_their_wishes, miles_to
from facilitators.two_places import blocked_by
from stepforward.ui.wording import civil_date, say_list

LATELY = timedelta(days=182)
State = Assignment.State


@dataclass
class Candidate:
    """One facilitator and one session. `level` is set when they said they are free for all of it; `parts` are
    what their accreditation allows; `miles` is how far they have to come, None where nobody knows; `reasons`,
    why they are not to be offered a part, are sentences, each with whether it is only a wish of theirs."""

    facilitator: Facilitator
    stage: str = ""
    parts: tuple = ()
    level: str = ""
    reasons: list = field(default_factory=list)
    lately: int = 0
    last: datetime | None = None
    miles: int | None = None
    notes: list = field(default_factory=list)

    @property
    def available(self):
        return not self.reasons

    @property
    def why(self):
        """The first of the reasons, or empty."""
        return self.reasons[0][0] if self.reasons else ""

    @property
    def may_be_asked(self):
        """Nothing but their own wishes is in the way: the coordinator may have spoken to them."""
        return all(wish for _, wish in self.reasons)


@dataclass
class _Known:
    """What is known of all facilitators around one session, by facilitator."""

    windows: dict
    said: dict
    clashes: dict
    here: dict
    that_month: dict
    lately: dict


def candidates(session, now, *, name=""):
    """Every active facilitator who is not in the team, as a Candidate: first the available, those who said
    yes before those who said if needed, each with the fewest sessions lately first; then the others by name.

    `name` leaves those whose name or organisation holds it. Eight queries, however many there are.
    """
    accredited = Accreditation.objects.filter(course=session.course_id)
    busy = busy_during(session.starts_at, session.ends_at, days_of(session.starts_at, session.ends_at))
    facilitators = (
        Facilitator.objects.active()
        .annotate(is_busy=busy, is_away=away_during(session))
        .select_related("user", "organisation")
        .prefetch_related(Prefetch("accreditations", queryset=accredited, to_attr="for_course"))
    )
    if name:
        facilitators = facilitators.filter(
            Q(user__name__icontains=name) | Q(organisation__name__icontains=name)
        )
    known = _known_of(session, now)
    found = [
        _candidate(one, session, known, now)
        for one in facilitators
        if known.here.get(one.pk) is None or not known.here[one.pk].is_live
    ]
    return sorted(found, key=_fairness)


def _fairness(one):
    if not one.available:
        return (1, 0, 0, "", one.facilitator.user.name)
    long_ago = one.last.isoformat() if one.last else ""
    return (0, one.level != Level.YES, one.lately, long_ago, one.facilitator.user.name)


def _known_of(session, now):
    during = DateTimeTZRange(session.starts_at, session.ends_at)
    days = days_of(session.starts_at, session.ends_at)
    month = month_of(session.starts_at)
    live = Assignment.objects.live()
    lately = (
        Assignment.objects.accepted()
        .filter(session__starts_at__gte=now - LATELY)
        .exclude(session__state="called_off")
        .values("facilitator")
        .annotate(sessions=Count("pk"), last=Max("session__starts_at"))
    )
    that_month = (
        live.filter(session__starts_at__gte=month[0], session__starts_at__lt=month[1])
        .exclude(session=session.pk)
        .values("facilitator")
        .annotate(sessions=Count("pk"))
    )
    windows = defaultdict(list)
    for window in Window.objects.filter(during__overlap=during).order_by("during"):
        windows[window.facilitator_id].append(window)
    elsewhere = live.filter(blocked__overlap=blocked_by(session)).exclude(session=session.pk).with_session()
    here = Assignment.objects.filter(session=session.pk)
    return _Known(
        windows=windows,
        said=said_by_all(days, civil_date(now)),
        clashes={one.facilitator_id: one for one in elsewhere},
        here={one.facilitator_id: one for one in here.order_by("offered_at", "pk")},
        that_month={row["facilitator"]: row["sessions"] for row in that_month},
        lately={row["facilitator"]: (row["sessions"], row["last"]) for row in lately},
    )


def _candidate(facilitator, session, known, now):
    held = facilitator.for_course[0] if facilitator.for_course else None
    lately, last = known.lately.get(facilitator.pk, (0, None))
    one = Candidate(
        facilitator,
        stage=held.get_stage_display() if held else "",
        parts=held.parts if held else (Assignment.Part.OBSERVER,),
        level=covers(known.windows.get(facilitator.pk, ()), session.starts_at, session.ends_at),
        lately=lately,
        last=last,
        miles=miles_to(facilitator, session),
    )
    before = known.here.get(facilitator.pk)
    one.reasons = list(_in_the_way(one, held, session, known, now))
    if before is not None and before.state == State.LAPSED:
        one.notes.append("did not answer our last offer for this session")
    return one


def _in_the_way(one, held, session, known, now):
    """Every rule that asking them would break: (a sentence, whether it is only a wish of theirs), …"""
    facilitator = one.facilitator
    before, elsewhere = known.here.get(facilitator.pk), known.clashes.get(facilitator.pk)
    busy = known.that_month.get(facilitator.pk, 0)
    if elsewhere is not None:
        words = clash(elsewhere, starts_at=session.starts_at, ends_at=session.ends_at)
        yield words[:1].upper() + words[1:], False
    if facilitator.is_away:
        yield "On leave then", False
    if held is None:
        yield "Not accredited for this course", bool(one.level)  # anybody may observe
    if before is not None and before.state == State.DECLINED:
        yield "Declined this session" + (f": {before.reason}" if before.reason else ""), True
    if before is not None and before.state == State.GIVEN_BACK:
        yield "Gave this part back" + (f": {before.reason}" if before.reason else ""), True
    if not one.level and elsewhere is None and not facilitator.is_away:
        yield _why_not_free(known.said.get(facilitator.pk, {}), facilitator.is_busy, session), True
    if busy >= facilitator.sessions_a_month:
        sessions = "session" if busy == 1 else "sessions"
        yield (
            (
                f"Already {busy} {sessions} that month (their limit)"
                if busy
                else "Asked for no sessions at present"
            ),
            True,
        )
    for wish in against_their_wishes(facilitator, session, now, one.miles):
        yield wish, True


def month_of(moment):
    """(start, end) of London's month in which a moment falls, aware UTC."""
    first = civil_date(moment).replace(day=1)
    return whole_days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def covers(windows, start, end):
    """The level at which `windows`, in order and apart from each other, cover all of [start, end): yes, if
    needed where any of it is only if needed, or "" where a gap is left."""
    reached, level = start, Level.YES
    for window in windows:
        if window.during.lower > reached:
            return ""
        if window.level == Level.IF_NEEDED:
            level = Level.IF_NEEDED
        reached = window.during.upper
        if reached >= end:
            return level
    return ""


def _why_not_free(said, is_busy, session):
    parts = parts_of(session.starts_at, session.ends_at)
    if any(said.get(when) == Level.NO for when in parts):
        return "Said no"
    if is_busy:
        return "Busy in their calendar"
    if not said:
        return "Has not said when they are free that day"
    unsaid = [DayPart(part).label.lower() for day, part in parts if (day, part) not in said]
    if unsaid:
        return f"Has not said whether they are free that {say_list(unsaid)}"
    return "Free for only part of that time"
