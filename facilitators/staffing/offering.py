"""Offering parts: one, or a whole team's at once. That two parts of one person never overlap is decided by
the database, which no code here checks beforehand."""

from facilitators import emails, refusals
from facilitators.growing.away import refuse_while_away
from facilitators.models import Accreditation, Assignment, Reserve
from facilitators.staffing.answer_times import answer_due
from facilitators.staffing.ending import end_lapsed, keep_windows_true, let_lapse
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
    people = lock_and_let_lapse(session, members, now, reserves=reserves)
    members = [(who_stays(people[one.pk]), Part(part)) for one, part in members]
    made = make(session, members, by=by, now=now)
    reserves = [(who_stays(people[one.pk]), part) for one, part in reserves]
    _keep_in_mind(session, reserves, by=by, now=now)
    return made


def lock_and_let_lapse(session, members, now, *, reserves=()):
    """{pk: facilitator} of all these, their rows locked, and every offer ended that nobody answered in time
    and that would stand in their way. For a part that is offered anew the coordinator is at it already."""
    overdue = Assignment.objects.overdue(now).filter(session=session)
    ids = [one.pk for one, _ in [*members, *reserves]]
    people = lock_people([*ids, *overdue.values_list("facilitator_id", flat=True)])
    let_lapse(people, now, but_in=session)
    for one in overdue.with_session().select_related("facilitator__user"):
        end_lapsed(one, now)
        if one.part in {part for _, part in members}:
            one.passed_on_at = now
            one.save(update_fields=["passed_on_at"])
    return people


def make(session, members, *, by, now, root_id=None, write=emails.part_offered):
    """The offers, made and sent. With `root_id` they stand in for that assignment, and whoever accepts first
    has it. The caller holds the session's row and those of the people."""
    team = team_of(session)
    for facilitator, part in members:
        refuse_while_away(facilitator, session)
        refuse_unless_accredited(facilitator, session, part)
        _refuse_in_this_team(facilitator, part, team, root_id)
        team.append(
            Assignment(facilitator=facilitator, part=part, state=State.OFFERED, stands_in_for_id=root_id)
        )
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
                stands_in_for_id=root_id,
            )
            for facilitator, part in members
        )
    for one in made:
        keep_windows_true(one)
        Reserve.objects.waiting().filter(session=session, facilitator=one.facilitator).update(assignment=one)
        record("part offered", one, by=by, part=one.part, session=session.pk)
        write(one)
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


def _refuse_in_this_team(facilitator, part, team, root_id):
    for one in team:
        if one.facilitator_id == facilitator.pk:
            raise refusals.InTheTeam(
                f"{facilitator} is in this team already ({one.get_part_display().lower()}, "
                f"{one.get_state_display().lower()})."
            )
        competes = root_id and one.state == State.OFFERED and one.stands_in_for_id == root_id
        if part == Part.LEAD == one.part and not competes:
            doing = "leads it" if one.state == State.ACCEPTED else "has been asked to lead it"
            raise refusals.LeadTaken(f"{one.facilitator} {doing}. A session has one lead.")


def _keep_in_mind(session, reserves, *, by, now):
    taken = {one.facilitator_id for one in team_of(session)}
    for turn, (facilitator, part) in enumerate(reserves, start=1):
        if facilitator.pk in taken:
            raise refusals.InTheTeam(f"{facilitator} cannot be in the team and its reserve at once.")
        if part:
            refuse_unless_accredited(facilitator, session, Part(part))
        taken.add(facilitator.pk)
        reserve, _ = Reserve.objects.update_or_create(
            session=session,
            facilitator=facilitator,
            defaults={"part": part, "turn": turn, "noted_at": now, "assignment": None},
        )
        record("reserve noted", reserve, by=by, session=session.pk, part=part)
