"""Whoever declines or does not answer is followed by a reserve; the coordinator hears of it when none is
left. Who drops out is in test_cover_page.py."""

from datetime import timedelta

import pytest

from courses.tests.factories import TrainingRequestFactory
from facilitators import staffing
from facilitators.models import Assignment, Reserve
from facilitators.tests.factories import SessionFactory, accredited, assigned
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person

State = Assignment.State


@pytest.fixture
def session(db):
    return SessionFactory()


def ask(session, now, *reserves, part="lead"):
    members = [(accredited(), part)]
    (offer,) = staffing.offer_team(session=session, members=members, reserves=reserves, by=None, now=now)
    return offer


def told():
    return OutgoingEmail.objects.filter(kind="facilitators/nobody_left")


def falls_out(offer, how, now):
    if how == "declines":
        staffing.decline(assignment=offer, by=None, now=now, reason="On call")
        return now
    assert staffing.lapse_offers(now=offer.answer_by) == 1
    return offer.answer_by


HOW = pytest.mark.parametrize("how", ["declines", "does not answer"])


@HOW
def test_the_reserves_are_asked_one_after_the_other_and_then_the_coordinator_is_told_once(
    session, now, coordinator, how
):
    first, second = accredited(), accredited()
    offer = ask(session, now, (first, "lead"), (second, ""))
    for reserve in (first, second):
        now = falls_out(offer, how, now)
        assert not told().exists()
        offer = session.assignments.live().get()
        assert (offer.facilitator, offer.part, offer.state) == (reserve, "lead", State.OFFERED)
        assert OutgoingEmail.objects.filter(to_email=reserve.user.email).count() == 1
    now = falls_out(offer, how, now)
    assert not session.assignments.live().exists()
    email = told().get()
    assert (email.to_email, email.subject[:25]) == (coordinator.email, "Nobody left to ask for Tu")
    assert str(second) in email.text and f"/manage/sessions/{session.pk}/team/{offer.pk}/cover/" in email.text
    staffing.lapse_offers(now=now + timedelta(hours=1))
    assert told().count() == 1


def test_a_reserve_of_another_part_or_elsewhere_or_gone_is_not_asked(session, now, coordinator):
    elsewhere, gone, shadow, last = accredited(), accredited(), accredited("shadowing"), accredited()
    offer = ask(
        session,
        now,
        (accredited("co_facilitator"), "co_facilitator"),
        (elsewhere, "lead"),
        (gone, ""),
        (shadow, ""),
        (last, ""),
    )
    assigned(elsewhere, SessionFactory(starts_at=session.starts_at))
    gone.left_on = now.date()
    gone.save()
    falls_out(offer, "declines", now)
    assert session.assignments.live().get().facilitator == last
    assert Reserve.objects.waiting().count() == 4
    assert not told().exists()


def test_who_only_shadows_is_not_missed(session, now, coordinator):
    offer = ask(session, now, part="observer")
    falls_out(offer, "declines", now)
    assert not told().exists()


def test_standing_somebody_down_asks_nobody(session, now, coordinator):
    offer = ask(session, now, (accredited(), ""))
    staffing.stand_down(assignment=offer, by=coordinator, now=now)
    staffing.lapse_offers(now=now + timedelta(hours=1))
    assert not session.assignments.live().exists() and not told().exists()


def test_nobody_is_asked_for_a_session_that_was_called_off_or_has_begun(session, now, coordinator):
    offer = ask(session, now, (accredited(), ""))
    # an answer that the beat finds late, because it lapsed while somebody else was booked
    Assignment.objects.filter(pk=offer.pk).update(state=State.LAPSED, answered_at=now)
    staffing.call_off_session(session=session, reason="Snow", by=coordinator, now=now)
    staffing.lapse_offers(now=now)
    assert not session.assignments.live().exists() and not told().exists()


def test_what_lapsed_while_somebody_was_booked_elsewhere_is_passed_on_by_the_beat(session, now, coordinator):
    reserve = accredited()
    offer = ask(session, now, (reserve, ""))
    now = offer.answer_by
    staffing.offer(session=SessionFactory(), facilitator=offer.facilitator, part="lead", by=None, now=now)
    assert not session.assignments.live().exists()
    assert staffing.lapse_offers(now=now) == 0
    assert session.assignments.live().get().facilitator == reserve
    assert AuditEvent.objects.filter(verb="offer lapsed").count() == 1


def test_whoever_works_on_the_request_is_told_and_else_every_coordinator(now, coordinator):
    owner = person(Role.COORDINATOR)
    request = TrainingRequestFactory(owner=owner, state="taken")
    falls_out(ask(SessionFactory(request=request), now), "declines", now)
    assert told().get().to_email == owner.email
    now += timedelta(days=1)
    falls_out(ask(SessionFactory(), now), "declines", now)
    assert told().count() == 3
