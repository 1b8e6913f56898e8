"""Offering parts: one, or a whole team's at once. That two parts of one person never overlap is decided by
the database, which no code here checks beforehand."""

from facilitators import emails, refusals
from facilitators.growing.away import refuse_while_away
from facilitators.models import Accreditation, Assignment, Reserve
from facilitators.staffing.answer_times import answer_due
from facilitators.staffing.ending import end_lapsed, keep_windows_true
from facilitators.staffing.locks import all_or_nothing, lock_people, session_to_come
from facilitators.team import team_of
from facilitators.two_places import blocked_by, nobody_in_two_places
from stepforward.audit.recording import record

Part, State = Assignment.Part, Assignment.State


@all_or_nothing
def offer(*, session, facilitator, part, by, now):
    """Offer `facilitator` a part in `session` and write to them. Raises a Refused that names what is in
    the way."""
    (assignment,) = _offer(session, [(facilitator, part)], [], by=by, now=now)
    return assignment


@all_or_nothing
def offer_team(*, session, members, reserves=(), by, now):
    """Offer every one of `members` [(facilitator, part), …] their part, and keep `reserves` [(facilitator,
    part, or "" for any they may have), …] in mind, to be asked in this order when somebody falls out.

    All or nothing: raises a Refused that names who is in the way of it, and then nobody is told anything.
    A reserve is not told, and their time stays free, until they are asked. Returns the assignments.
    """
    if not members:
        raise refusals.NobodyAsked("Choose at least one person to ask.")
    return _offer(session, members, reserves, by=by, now=now)


def _offer(session, members, reserves, *, by, now):
    session = session_to_come(session, now)
    overdue = Assignment.objects.filter(state=State.OFFERED, answer_by__lte=now)
    late_here = overdue.filter(session=session).values_list("facilitator_id", flat=True)
    people = lock_people([*(one.pk for one, _ in [*members, *reserves]), *late_here])
    let_lapse(overdue.filter(facilitator__in=people), session, now)
    members = [(who_stays(people[one.pk]), Part(part)) for one, part in members]
    made = make(session, members, by=by, now=now)
    reserves = [(who_stays(people[one.pk]), part) for one, part in reserves]
    _keep_in_mind(session, reserves, members, by=by, now=now)
    return made


def let_lapse(overdue, session, now):
    """End these offers, whose people's rows are held, so that they stand in nobody's way. What follows for
    another session is a question that the beat asks; in `session` the coordinator is at it already."""
    for one in overdue.with_session().select_related("facilitator__user"):
        end_lapsed(one, now)
        if one.session_id == session.pk:
            one.passed_on_at = now
            one.save(update_fields=["passed_on_at"])


def make(session, members, *, by, now, stands_in_for=None):
    """The offers, made and sent. The caller holds the session's row and those of the people."""
    team = team_of(session)
    for facilitator, part in members:
        refuse_while_away(facilitator, session)
        refuse_unless_accredited(facilitator, session, part)
        _refuse_in_this_team(facilitator, part, team)
        team.append(Assignment(facilitator=facilitator, part=part, state=State.OFFERED))
    blocked, due = blocked_by(session), answer_due(session, now)
    with nobody_in_two_places(session, [one for one, _ in members], blocked):
        made = Assignment.objects.bulk_create(
            Assignment(
                facilitator=facilitator,
                session=session,
                part=part,
                blocked=blocked,
                offered_at=now,
                answer_by=due,
                stands_in_for=stands_in_for,
            )
            for facilitator, part in members
        )
    for one in made:
        keep_windows_true(one)
        Reserve.objects.waiting().filter(session=session, facilitator=one.facilitator).update(assignment=one)
        record("part offered", one, by=by, part=one.part, session=session.pk)
        emails.part_offered(one)
    return made


def who_stays(facilitator):
    if facilitator.left_on is not None or not facilitator.user.is_active:
        raise refusals.NotOpenToChange(f"{facilitator} has left the programme.")
    return facilitator


def refuse_unless_accredited(facilitator, session, part):
    held = Accreditation.objects.filter(facilitator=facilitator, course=session.course_id).first()
    if part == Part.OBSERVER or (held and part in held.parts):
        return
    stage = f"is accredited as {held.get_stage_display().lower()}" if held else "is not accredited"
    raise refusals.NotAccredited(
        f"{facilitator} {stage} for {session.course}, so they cannot be its {part.label.lower()}."
    )


def _refuse_in_this_team(facilitator, part, team):
    for one in team:
        if one.facilitator_id == facilitator.pk:
            raise refusals.InTheTeam(
                f"{facilitator} is in this team already ({one.get_part_display().lower()}, "
                f"{one.get_state_display().lower()})."
            )
        if part == Part.LEAD == one.part:
            doing = "leads it" if one.state == State.ACCEPTED else "has been asked to lead it"
            raise refusals.LeadTaken(f"{one.facilitator} {doing}. A session has one lead.")


def _keep_in_mind(session, reserves, members, *, by, now):
    asked = {one.pk for one, _ in members}
    for turn, (facilitator, part) in enumerate(reserves, start=1):
        if facilitator.pk in asked:
            raise refusals.InTheTeam(f"{facilitator} cannot be asked and be a reserve at once.")
        if part:
            refuse_unless_accredited(facilitator, session, Part(part))
        asked.add(facilitator.pk)
        reserve, _ = Reserve.objects.update_or_create(
            session=session,
            facilitator=facilitator,
            defaults={"part": part, "turn": turn, "noted_at": now, "assignment": None},
        )
        record("reserve noted", reserve, by=by, session=session.pk, part=part)
