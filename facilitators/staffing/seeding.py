"""The demo's coming sessions: teams that stand, wait for answers, or lost somebody."""

from datetime import timedelta

from courses.models import Session
from courses.seeding.found import REVIVED
from facilitators import staffing
from facilitators.matching import candidates
from facilitators.models import Assignment, Level
from facilitators.staffing.other_times import other_parts
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

Part, State = Assignment.Part, Assignment.State


def staff_coming_sessions(demo, now):
    """Open sessions have their team; planned ones are on the way to it: asked, declined, or nobody yet.
    The demo's own facilitator has one coming session and one open offer."""
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    coming = Session.objects.upcoming(now).select_related("course", "venue")
    planned = 0
    for session in coming.filter(state__in=Session.TO_COME):
        if session.state == Session.State.OPEN:
            for part in [Part.LEAD, *[Part.CO_FACILITATOR] * (session.course.minimum_team - 1)]:
                ask(session, part, coordinator, now, demo=demo, answer="accept")
            continue
        planned += 1
        if planned % 3 == 1:
            ask(session, Part.LEAD, coordinator, now, answer="accept")
            ask(session, Part.CO_FACILITATOR, coordinator, now, answer="decline")
            ask(session, Part.CO_FACILITATOR, coordinator, now, demo=demo)
        elif planned % 3 == 2:
            ask(session, Part.LEAD, coordinator, now, demo=demo)
            ask(session, Part.SHADOW, coordinator, now)
            ask_helper_with_reserve(session, coordinator, now)
    lose_somebody(demo, coordinator, now)


def ask(session, part, by, now, *, demo=None, answer=""):
    """Offer the part to the demo's facilitator where they have neither such an offer nor such a session
    yet, or to the first who could; and answer it for them."""
    could = [one.facilitator for one in candidates(session, now) if one.may_be_asked and part in one.parts]
    wanted = State.ACCEPTED if answer else State.OFFERED
    if demo in could:
        could.remove(demo)
        if not demo.assignments.filter(state=wanted, session__starts_at__gt=now).exists():
            could.insert(0, demo)
    if not could:
        return
    asked_at = now - timedelta(hours=40 if answer else 20)
    offer = staffing.offer(session=session, facilitator=could[0], part=part, by=by, now=asked_at)
    if answer == "accept":
        staffing.accept(assignment=offer, by=could[0].user, now=asked_at + timedelta(hours=5))
    elif answer == "decline":
        staffing.decline(
            assignment=offer,
            by=could[0].user,
            now=asked_at + timedelta(hours=9),
            reason="On call that day, sorry",
            instead=dict.fromkeys(other_parts(session, civil_date(now))[4:9:3], Level.YES),
        )


def ask_helper_with_reserve(session, by, now):
    could = [
        (one.facilitator, Part.CO_FACILITATOR)
        for one in candidates(session, now)
        if one.may_be_asked and Part.CO_FACILITATOR in one.parts
    ]
    if len(could) > 1:
        asked_at = now - timedelta(hours=20)
        staffing.offer_team(session=session, members=could[:1], reserves=could[1:3], by=by, now=asked_at)


def lose_somebody(demo, by, now):
    """The co-facilitator of the next open session falls ill, and two others are asked to step in."""
    teams = Assignment.objects.accepted().filter(part=Part.CO_FACILITATOR, session__starts_at__gt=now)
    teams = teams.exclude(facilitator=demo).filter(session__state=Session.State.OPEN)
    teams = teams.exclude(session__team_name=REVIVED)
    for one in teams.with_session().select_related("facilitator__user").order_by("session__starts_at", "pk"):
        told_at = now - timedelta(hours=3)
        could = [
            person.facilitator
            for person in candidates(one.session, now)
            if person.may_be_asked and one.part in person.parts and person.facilitator != demo
        ]
        if len(could) < 3:
            continue
        staffing.give_back(
            assignment=one, by=one.facilitator.user, now=told_at, reason="My rota has changed, sorry"
        )
        staffing.ask_for_cover(assignment=one, facilitators=could[:2], by=by, now=now - timedelta(hours=2))
        return
