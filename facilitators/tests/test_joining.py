"""Who delivers a session is told what those with a place are told, once a version, and nothing stale."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from courses.joining.writing import send_again
from courses.models import Session
from facilitators import joining, staffing, tasks
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(
        starts_at=ahead(8), state="open", joining_instructions="Coffee from one.", what_to_bring="A pen."
    )


def posted():
    return OutgoingEmail.objects.filter(kind="facilitators/joining_instructions").order_by("pk")


def test_those_who_accepted_are_told_and_those_who_are_only_asked_are_not(session):
    lead = assigned(accredited(), session)
    assigned(accredited(), session, part="co_facilitator", state="offered")
    assert [joining.send(now=timezone.now()) for _ in range(2)] == [1, 0]
    email = posted().get()
    assert email.to_email == lead.facilitator.user.email and email.holds_until == session.starts_at
    assert "Your part: lead\n" in email.text
    assert "\n\nCoffee from one.\n\nWhat to bring: A pen.\n\n" in email.text
    (event,) = Calendar.from_ical(email.calendar).walk("VEVENT")
    assert str(event["DESCRIPTION"]) == "Coffee from one.\n\nWhat to bring: A pen."


def test_a_planned_session_tells_its_team_nothing(session):
    Session.objects.update(state="planned")
    assigned(accredited(), session)
    assert joining.send(now=timezone.now()) == 0


def test_it_takes_back_no_other_email_about_their_part(session, coordinator):
    one = accredited()
    part = staffing.offer(
        session=session, facilitator=one, part="lead", by=coordinator, now=session.starts_at - timedelta(20)
    )
    staffing.accept(assignment=part, by=one.user, now=session.starts_at - timedelta(19))
    joining.send(now=timezone.now())
    kinds = OutgoingEmail.objects.filter(state="queued").values_list("kind", flat=True).order_by("pk")
    assert list(kinds) == ["facilitators/part_accepted", "facilitators/joining_instructions"]


def test_who_is_stood_down_or_called_off_is_told_nothing_more(session, coordinator):
    assigned(accredited(), session)
    joining.send(now=timezone.now())
    staffing.call_off_session(session=session, reason="Snow", by=coordinator, now=timezone.now())
    assert posted().get().state == "withdrawn"
    assert joining.send(now=timezone.now()) == 0


def test_a_session_that_moves_tells_them_anew_what_they_did_not_get(session, coordinator):
    assigned(accredited(), session)
    joining.send(now=timezone.now())
    later = session.starts_at + timedelta(days=1)
    staffing.change_session(
        session=session,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        by=coordinator,
        now=timezone.now(),
    )
    assert joining.send(now=timezone.now()) == 1
    assert list(posted().values_list("state", flat=True)) == ["withdrawn", "queued"]


def test_sent_again_is_one_email_more_and_takes_back_what_waits(session, coordinator):
    assigned(accredited(), session)
    joining.send(now=timezone.now())
    send_again(session=session, version=1, by=coordinator, now=timezone.now())
    assert [joining.send(now=timezone.now()) for _ in range(2)] == [1, 0]
    assert list(posted().values_list("state", flat=True)) == ["withdrawn", "queued"]


def test_beat_calls_it_by_its_name():
    assert tasks.send_joining_instructions.name == "facilitators.send_joining_instructions"
    tasks.send_joining_instructions()
