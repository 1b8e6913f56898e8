"""Who may be asked for a session, and who is in its team, as the wishes weigh them. Reading only."""

from facilitators.day_parts import days_of
from facilitators.matching import LATELY, month_of
from facilitators.models import Accreditation, Assignment, StageRule
from facilitators.suggesting.asked import rows
from facilitators.suggesting.people import Person
from facilitators.suggesting.places import miles_by_base
from facilitators.two_places import blocked_by
from stepforward.ui.wording import civil_date


def who_may(session, now):
    """Everybody who may be asked for a part in the session, saved or not, by every rule; by primary key.
    Three queries."""
    needed = _as_shadow(session.course_id)
    return [_person(row, needed) for row in rows("who_may", asked_of(session, now))]


def people_of(team, session, now):
    """[(Part, Person), …] of assignments."""
    ids = [one.facilitator_id for one in team]
    if not ids:
        return []
    needed = _as_shadow(session.course_id)
    found = {
        row["id"]: _person(row, needed) for row in rows("in_the_team", asked_of(session, now) | {"ids": ids})
    }
    return [(Assignment.Part(one.part), found[one.facilitator_id]) for one in team]


def asked_of(session, now):
    """The parameters of the questions. Times are aware UTC."""
    blocked, (first, after) = blocked_by(session), month_of(session.starts_at)
    bases, miles = miles_by_base(session.venue)
    return {
        "session": session.pk,
        "course": session.course_id,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "blocked_from": blocked.lower,
        "blocked_until": blocked.upper,
        "month_starts": first,
        "month_ends": after,
        "days_ahead": (civil_date(session.starts_at) - civil_date(now)).days,
        "first_day": civil_date(session.starts_at),
        "last_day": days_of(session.starts_at, session.ends_at)[-1],
        "in_person": session.venue_id is not None,
        "lately": now - LATELY,
        "bases": bases,
        "miles": miles,
    }


def _as_shadow(course):
    """{stage: how many sessions as a shadow its rule asks for}, in the order of the stages."""
    rules = dict(StageRule.objects.filter(course=course).values_list("stage", "shadowed"))
    return {stage: rules.get(stage, 0) for stage in Accreditation.Stage.values}


def _wants(row, needed):
    stages = list(needed)
    later = stages[stages.index(row["stage"]) + 1 :] if row["stage"] else []
    return next((needed[one] - row["shadowed"] for one in later if needed[one] > row["shadowed"]), 0)


def _person(row, needed):
    held = Accreditation(stage=row["stage"], lapsed_on=row["lapsed_on"]) if row["stage"] else None
    return Person(
        pk=row["id"],
        parts=held.parts if held else (Assignment.Part.OBSERVER,),
        if_needed=row["if_needed"],
        miles=row["miles"],
        lately=row["lately"],
        a_month=row["sessions_a_month"],
        delivered=row["delivered"],
        wants=_wants(row, needed),
        staff_group=row["staff_group"],
        organisation=row["organisation_id"],
    )
