"""Reading a session's team: who has which part, and what is missing before it can open."""

from collections import Counter
from datetime import timedelta

from django.db.models import Prefetch

from courses.models import Session
from facilitators.models import Assignment
from stepforward.ui.wording import say_clock, say_list

Part, State = Assignment.Part, Assignment.State
DOES = {
    Part.LEAD: ("leads", "has been asked to lead"),
    Part.CO_FACILITATOR: ("co-facilitates", "has been asked to co-facilitate"),
    Part.SHADOW: ("shadows", "has been asked to shadow"),
    Part.OBSERVER: ("observes", "has been asked to observe"),
}
ORDER = list(Part)
SOON = timedelta(days=2)  # an offer is about to lapse
COLOURS = {
    State.HELD: "blue",
    State.OFFERED: "yellow",
    State.ACCEPTED: "green",
    State.DECLINED: "red",
    State.LAPSED: "grey",
    State.GIVEN_BACK: "red",
    State.STOOD_DOWN: "grey",
}


def team_of(session, *, states=Assignment.LIVE):
    """The session's assignments in these states, the lead first, with their facilitators; one query."""
    found = session.assignments.filter(state__in=states).select_related(
        "facilitator__user", "facilitator__organisation"
    )
    return sorted(found, key=lambda one: (ORDER.index(one.part), one.offered_at, one.pk))


def with_team(sessions, *, states=Assignment.LIVE, to_attr="team"):
    """These sessions, each with a list of its assignments in these states, and their facilitators; one query
    more."""
    found = Assignment.objects.filter(state__in=states).select_related("facilitator__user")
    return sessions.prefetch_related(Prefetch("assignments", queryset=found, to_attr=to_attr))


def said_team(session, team):
    """Amy Chan leads; Ben Li has been asked to co-facilitate; needs one more co-facilitator …"""
    people = [
        f"{one.facilitator.user.name} {DOES[one.part][one.state != State.ACCEPTED]}"
        for one in sorted(team, key=lambda one: ORDER.index(one.part))
    ]
    needs = missing(session, team)
    return "; ".join(people + ([f"needs {say_list(needs)}"] if needs else [])) or "nobody yet"


def missing(session, team):
    """Short phrases for what the session needs before it opens, given its `team`; none when it is ready."""
    somewhere = session.venue_id or session.online_link
    return missing_people(session, team) + ([] if somewhere else ["a place: a venue or an online link"])


def missing_people(session, team):
    """The phrases for those who still have to accept."""
    leads, short = _accepted(session, team)
    needs = [] if leads else ["a lead who has accepted"]
    if short == 1:
        needs.append("one more co-facilitator who has accepted")
    elif short > 1:
        needs.append(f"{short} more co-facilitators who have accepted")
    return needs


def parts_short(session, team):
    """The parts of which too few in the `team` have one, or are asked to take it."""
    live = Counter(one.part for one in team if one.is_live)
    short = set() if live[Part.LEAD] else {Part.LEAD}
    if live[Part.CO_FACILITATOR] < session.course.minimum_team - 1:
        short.add(Part.CO_FACILITATOR)
    return short


def parts_missing(session, team):
    """The parts to ask somebody for: those it is short of, or that still wait for an answer."""
    return parts_short(session, team) or ({Part.CO_FACILITATOR} if _accepted(session, team)[1] > 0 else set())


def _accepted(session, team):
    """Whether somebody leads, and how many co-facilitators are short, counting those who have accepted."""
    accepted = Counter(one.part for one in team if one.state == State.ACCEPTED)
    return accepted[Part.LEAD] > 0, session.course.minimum_team - 1 - accepted[Part.CO_FACILITATOR]


def clash(assignment, *, starts_at, ends_at):
    """Why somebody with `assignment` cannot be elsewhere from `starts_at` to `ends_at`, as the end of a
    sentence about them: "leads a session at Stockport that day until 4pm"."""
    session = assignment.session
    does = DOES[assignment.part][assignment.state == State.OFFERED]
    where = f" at {session.venue.name}" if session.venue else " online" if session.online_link else ""
    words = f"{does} a session{where} that day until {say_clock(session.ends_at)}"
    if session.starts_at < ends_at and session.ends_at > starts_at:
        return words
    if session.ends_at <= starts_at:
        return f"{words}, too late to travel from there"
    return f"{does} a session{where} that day from {say_clock(session.starts_at)}, too early to travel there"


def coming_with_teams(now):
    """Upcoming sessions, planned or open, soonest first. Each has `team`, its live assignments, and `fallen`,
    those who declined, did not answer or dropped out. Two queries."""
    coming = Session.objects.upcoming(now).filter(state__in=Session.TO_COME)
    known = Assignment.LIVE + Assignment.FREED
    sessions = list(
        with_team(coming.select_related("course", "venue", "organisation"), states=known, to_attr="known")
    )
    for session in sessions:
        session.team = [one for one in session.known if one.is_live]
        session.fallen = [one for one in session.known if not one.is_live]
    return sessions


def sessions_short_of_team(sessions):
    """Those of `coming_with_teams` that do not have a lead and the minimum team accepted."""
    return [session for session in sessions if missing_people(session, session.team)]


def offers_about_to_lapse(sessions, now):
    """Offers in `coming_with_teams` that lapse within SOON, the first to lapse first; each with `coming`, its
    session."""
    found = []
    for session in sessions:
        for one in session.team:
            if one.state == State.OFFERED and now < one.answer_by <= now + SOON:
                one.coming = session
                found.append(one)
    return sorted(found, key=lambda one: (one.answer_by, one.pk))
