"""A whole team is asked at once, or nobody is told anything; reserves wait without losing their time."""

from datetime import timedelta

import pytest

from courses.tests.factories import VenueFactory
from facilitators import refusals, staffing
from facilitators.models import Assignment, Reserve
from facilitators.tests.factories import TUESDAY, SessionFactory, accredited, assigned, says
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

State = Assignment.State


@pytest.fixture
def session(db):
    return SessionFactory(venue=VenueFactory(name="Stockport"))


@pytest.fixture
def team(session):
    """A lead, a co-facilitator and a shadow, with their parts."""
    return [
        (accredited("lead"), "lead"),
        (accredited("co_facilitator"), "co_facilitator"),
        (accredited("shadowing"), "shadow"),
    ]


def offer_team(session, team, now, reserves=(), by=None):
    return staffing.offer_team(session=session, members=team, reserves=reserves, by=by, now=now)


def nobody_was_told(session):
    return not (
        session.assignments.exists()
        or Reserve.objects.exists()
        or OutgoingEmail.objects.exists()
        or AuditEvent.objects.exists()
    )


def test_everybody_is_asked_once_for_their_part_and_it_is_noted(session, team, now, coordinator):
    made = offer_team(session, team, now, by=coordinator)
    assert [(one.facilitator, one.part, one.state) for one in made] == [
        (one, part, State.OFFERED) for one, part in team
    ]
    asked = OutgoingEmail.objects.filter(kind="facilitators/part_offered")
    assert sorted(asked.values_list("to_email", flat=True)) == sorted(one.user.email for one, _ in team)
    assert AuditEvent.objects.filter(verb="part offered", by=coordinator).count() == 3


def test_nobody_is_told_when_one_of_them_is_elsewhere_and_everybody_who_is_gets_named(session, team, now):
    wigan = SessionFactory(venue=VenueFactory(name="Wigan"), starts_at=TUESDAY + timedelta(hours=1))
    assigned(team[0][0], wigan)
    assigned(team[2][0], wigan, part="shadow", state="offered", now=now)
    with pytest.raises(refusals.InTwoPlaces) as refused:
        offer_team(session, team, now, reserves=[(accredited(), "")])
    assert f"{team[0][0]} leads a session at Wigan that day until 4:30pm" in refused.value.why
    assert f"{team[2][0]} has been asked to shadow a session at Wigan" in refused.value.why
    assert nobody_was_told(session)


@pytest.mark.parametrize("fault", ["not accredited", "has left", "reserve not accredited", "nobody"])
def test_nobody_is_told_when_anything_else_fails(session, team, now, fault):
    reserves = []
    if fault == "not accredited":
        team[2] = (team[2][0], "lead")
        team[0] = (team[0][0], "co_facilitator")
    elif fault == "has left":
        team[2][0].left_on = now.date()
        team[2][0].save()
    elif fault == "reserve not accredited":
        reserves = [(accredited("shadowing"), "lead")]
    else:
        team = []
    with pytest.raises(refusals.Refused):
        offer_team(session, team, now, reserves=reserves)
    assert nobody_was_told(session)


def test_one_team_has_one_lead_and_everybody_once(session, team, now):
    with pytest.raises(refusals.LeadTaken):
        offer_team(session, [*team, (accredited(), "lead")], now)
    with pytest.raises(refusals.InTheTeam):
        offer_team(session, [*team, (team[0][0], "co_facilitator")], now)
    with pytest.raises(refusals.InTheTeam, match="its reserve at once"):
        offer_team(session, team, now, reserves=[(team[1][0], "")])
    assert nobody_was_told(session)


def test_a_reserve_keeps_their_time_and_hears_nothing(session, team, now):
    reserve = accredited()
    says(reserve, TUESDAY.date(), afternoon="yes")
    offer_team(session, team, now, reserves=[(reserve, "")])
    assert Reserve.objects.waiting().get().turn == 1
    assert not OutgoingEmail.objects.filter(to_email=reserve.user.email).exists()
    assert reserve.windows.get().during.lower.hour == 13
    # and can be asked for another session at the same time
    assert staffing.offer(
        session=SessionFactory(), facilitator=reserve, part="lead", by=None, now=now
    ).is_live


def test_an_offer_that_nobody_answered_in_time_stands_in_nobodys_way(session, team, now):
    lead = team[0][0]
    elsewhere = staffing.offer(session=SessionFactory(), facilitator=lead, part="lead", by=None, now=now)
    other_lead = staffing.offer(session=session, facilitator=accredited(), part="lead", by=None, now=now)
    later = max(elsewhere.answer_by, other_lead.answer_by)
    assert len(offer_team(session, team, later)) == 3
    for one in (elsewhere, other_lead):
        one.refresh_from_db()
        assert one.state == State.LAPSED
    assert AuditEvent.objects.filter(verb="offer lapsed").count() == 2
