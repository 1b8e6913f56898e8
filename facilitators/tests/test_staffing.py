from datetime import timedelta

import pytest
from icalendar import Calendar

from courses.tests.factories import VenueFactory
from facilitators import refusals, staffing
from facilitators.models import Assignment, Window
from facilitators.tests.factories import (
    TUESDAY,
    FacilitatorFactory,
    SessionFactory,
    accredited,
    assigned,
    says,
)
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

State = Assignment.State


@pytest.fixture
def session(db):
    """Tuesday 13 January, 1:30pm to 3:30pm, at a venue."""
    return SessionFactory(venue=VenueFactory(name="Stockport"))


def offer(facilitator, session, now, part="lead"):
    return staffing.offer(session=session, facilitator=facilitator, part=part, by=None, now=now)


def mails(kind):
    return OutgoingEmail.objects.filter(kind=f"facilitators/{kind}")


def event(email):
    calendar = Calendar.from_ical(email.calendar)
    (found,) = calendar.walk("VEVENT")
    return calendar, found


def test_an_offer_keeps_the_time_writes_once_and_is_noted(session, now, coordinator):
    facilitator = accredited()
    says(facilitator, TUESDAY.date(), morning="yes", afternoon="yes")
    made = staffing.offer(session=session, facilitator=facilitator, part="lead", by=coordinator, now=now)
    assert made.state == State.OFFERED
    assert [(w.during.lower.hour, w.during.upper.hour) for w in facilitator.windows.order_by("during")] == [
        (9, 12),
        (16, 17),
    ]
    email = mails("part_offered").get()
    assert email.to_email == facilitator.user.email
    assert "[[offer_link]]" in email.text and "Stockport" in email.text
    assert AuditEvent.objects.get(verb="part offered").by == coordinator


def test_who_is_not_accredited_is_not_offered_a_part_but_may_observe(session, now):
    stranger, co = FacilitatorFactory(), accredited("co_facilitator")
    with pytest.raises(refusals.NotAccredited, match="is not accredited for Active Bystander"):
        offer(stranger, session, now, "co_facilitator")
    with pytest.raises(refusals.NotAccredited, match="is accredited as co-facilitator"):
        offer(co, session, now)
    assert offer(stranger, session, now, "observer").state == State.OFFERED


def test_nobody_is_asked_twice_and_one_person_leads(session, now):
    first, second = accredited(), accredited()
    offer(first, session, now)
    with pytest.raises(refusals.InTheTeam, match="in this team already"):
        offer(first, session, now, "co_facilitator")
    with pytest.raises(refusals.LeadTaken, match="has been asked to lead it"):
        offer(second, session, now)
    assert offer(second, session, now, "co_facilitator").is_live


def test_who_is_elsewhere_is_refused_with_the_other_session_named(session, now):
    facilitator = accredited()
    assigned(
        facilitator, SessionFactory(venue=VenueFactory(name="Wigan"), starts_at=TUESDAY + timedelta(hours=1))
    )
    with pytest.raises(refusals.InTwoPlaces, match="leads a session at Wigan that day until 4:30pm"):
        offer(facilitator, session, now)
    assert not session.assignments.exists()
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("state", ["called_off", "delivered", "begun"])
def test_a_session_that_is_over_called_off_or_has_begun_is_not_staffed(session, now, state):
    if state == "begun":
        now = session.starts_at
    else:
        session.state, session.delivered_at = state, now if state == "delivered" else None
        session.called_off_because = "A flood"
        session.save()
    with pytest.raises(refusals.NotOpenToChange):
        offer(accredited(), session, now)


def test_who_has_left_is_not_asked(session, now):
    with pytest.raises(refusals.NotOpenToChange, match="has left"):
        offer(accredited(left_on=now.date()), session, now)


def test_accepting_puts_the_session_into_their_calendar(session, now):
    facilitator = accredited()
    staffing.accept(assignment=offer(facilitator, session, now), by=facilitator.user, now=now)
    email = mails("part_accepted").get()
    calendar, found = event(email)
    assert (email.calendar_method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
    assert found["DTSTART"].dt == session.starts_at and found["SEQUENCE"] == 0
    assert f"session-{session.pk}-facilitator-{facilitator.pk}@" in found["UID"]


def test_an_offer_is_answered_once(session, now):
    facilitator = accredited()
    made = offer(facilitator, session, now)
    staffing.accept(assignment=made, by=None, now=now)
    with pytest.raises(refusals.Answered, match="accepted this part already"):
        staffing.accept(assignment=made, by=None, now=now)
    assert mails("part_accepted").count() == 1


def test_declining_frees_the_time_and_keeps_the_reason(session, now):
    facilitator = accredited()
    says(facilitator, TUESDAY.date(), afternoon="yes")
    made = staffing.decline(
        assignment=offer(facilitator, session, now), by=None, now=now, reason="On call that week"
    )
    assert (made.state, made.reason) == (State.DECLINED, "On call that week")
    assert facilitator.windows.get().during.lower.hour == 13
    assert "On call" not in str(list(AuditEvent.objects.values()))


def test_an_accepted_part_can_be_given_back_and_leaves_the_calendar(session, now):
    made = staffing.accept(assignment=offer(accredited(), session, now), by=None, now=now)
    staffing.give_back(assignment=made, by=None, now=now, reason="Rota changed")
    _, found = event(mails("part_given_back").get())
    assert found["STATUS"] == "CANCELLED"
    assert offer(accredited(), session, now).is_live
    with pytest.raises(refusals.Answered, match="do not have this part"):
        staffing.give_back(assignment=made, by=None, now=now)


def test_offers_lapse_when_their_time_has_passed_and_not_before(session, now):
    facilitator = accredited()
    says(facilitator, TUESDAY.date(), afternoon="yes")
    made = offer(facilitator, session, now)
    assert staffing.lapse_offers(now=made.answer_by - timedelta(seconds=1)) == 0
    with pytest.raises(refusals.Answered, match="time to answer"):
        staffing.accept(assignment=made, by=None, now=made.answer_by)
    assert staffing.lapse_offers(now=made.answer_by) == 1
    assert staffing.lapse_offers(now=made.answer_by) == 0
    made.refresh_from_db()
    assert made.state == State.LAPSED
    assert Window.objects.get().during.upper.hour == 17


def test_standing_down_tells_each_as_they_stood(session, now):
    asked = offer(accredited("co_facilitator"), session, now, "co_facilitator")
    accepted = staffing.accept(assignment=offer(accredited(), session, now), by=None, now=now)
    for one in (asked, accepted):
        assert staffing.stand_down(assignment=one, by=None, now=now).state == State.STOOD_DOWN
    assert mails("offer_withdrawn").get().calendar == ""
    assert mails("stood_down").get().calendar_method == "CANCEL"
    with pytest.raises(refusals.Answered):
        staffing.stand_down(assignment=asked, by=None, now=now)


def test_a_session_opens_when_lead_and_minimum_team_have_accepted(session, now):
    with pytest.raises(refusals.NotReady, match="a lead who has accepted and one more co-facilitator"):
        staffing.confirm_and_open(session=session, by=None, now=now)
    lead = offer(accredited(), session, now)
    assigned(accredited(), session, part="co_facilitator")
    with pytest.raises(refusals.NotReady, match="needs a lead who has accepted.$"):
        staffing.confirm_and_open(session=session, by=None, now=now)
    staffing.accept(assignment=lead, by=None, now=now)
    staffing.confirm_and_open(session=session, by=None, now=now)
    session.refresh_from_db()
    assert session.state == "open"


def test_two_who_help_do_not_make_a_lead(session, now):
    for _ in range(2):
        assigned(accredited(), session, part="co_facilitator")
    with pytest.raises(refusals.NotReady, match="needs a lead who has accepted.$"):
        staffing.confirm_and_open(session=session, by=None, now=now)


def test_a_session_without_a_place_does_not_open(session, now):
    session.venue = None
    session.save()
    assigned(accredited(), session)
    assigned(accredited(), session, part="co_facilitator")
    with pytest.raises(refusals.NotReady, match="a place: a venue or an online link"):
        staffing.confirm_and_open(session=session, by=None, now=now)


def moved(session, now, days):
    return staffing.change_session(
        session=session,
        by=None,
        now=now,
        starts_at=session.starts_at + timedelta(days=days),
        ends_at=session.ends_at + timedelta(days=days),
    )


def test_a_team_moves_with_its_session(session, now):
    lead, asked = accredited(), accredited("co_facilitator")
    for one in (lead, asked):
        for days in (0, 7):
            says(one, TUESDAY.date() + timedelta(days=days), afternoon="yes")
    staffing.accept(assignment=offer(lead, session, now), by=None, now=now)
    offer(asked, session, now, "co_facilitator")
    moved(session, now, 7)
    for one in (lead, asked):
        assert one.assignments.get().blocked.lower == TUESDAY + timedelta(days=7, hours=-1)
        assert [(w.during.lower.day, w.during.lower.hour) for w in one.windows.order_by("during")] == [
            (13, 13),
            (20, 16),
        ]
    _, found = event(mails("session_moved").get())
    assert (found["SEQUENCE"], found["DTSTART"].dt) == (1, TUESDAY + timedelta(days=7))
    assert "[[offer_link]]" in mails("offer_changed").get().text


def test_a_session_does_not_move_onto_another_of_its_team(session, now):
    lead = accredited()
    assigned(lead, session)
    assigned(lead, SessionFactory(venue=VenueFactory(name="Wigan"), starts_at=TUESDAY + timedelta(days=7)))
    with pytest.raises(refusals.InTwoPlaces, match="leads a session at Wigan"):
        moved(session, now, 7)
    session.refresh_from_db()
    assert session.starts_at == TUESDAY
    assert not OutgoingEmail.objects.exists()


def test_calling_off_stands_the_team_down(session, now):
    facilitator = accredited()
    says(facilitator, TUESDAY.date(), afternoon="yes")
    staffing.accept(assignment=offer(facilitator, session, now), by=None, now=now)
    staffing.call_off_session(session=session, reason="Flood in the centre", by=None, now=now)
    session.refresh_from_db()
    assert session.state == "called_off"
    assert session.assignments.get().state == State.STOOD_DOWN
    email = mails("stood_down").get()
    assert "Flood in the centre" in email.text and event(email)[1]["STATUS"] == "CANCELLED"
    assert facilitator.windows.get().during.lower.hour == 13


def waiting(assignment):
    """What is about to be sent to its facilitator."""
    found = OutgoingEmail.objects.filter(about_id=str(assignment.pk), state="queued")
    found = found.filter(about="facilitators.Assignment", to_email=assignment.facilitator.user.email)
    return [email.kind for email in found]


def test_an_offer_that_has_not_gone_yet_is_taken_back_with_its_link_when_it_no_longer_holds(
    session, now, coordinator
):
    # given offers that the mail server did not take yet, which hold only while they can be answered
    withdrawn, accepted, declined, lapsed = (
        offer(accredited("co_facilitator"), session, now, part="co_facilitator") for _ in range(4)
    )
    assert {mail.holds_until for mail in mails("part_offered")} == {withdrawn.answer_by}
    # when each of them ends in its own way
    staffing.stand_down(assignment=withdrawn, by=coordinator, now=now)
    staffing.accept(assignment=accepted, by=None, now=now)
    staffing.decline(assignment=declined, by=None, now=now)
    staffing.lapse_offers(now=lapsed.answer_by)
    # then no offer goes out any more, and no link to one is kept
    assert not mails("part_offered").exclude(state="withdrawn", sealed_links=None).exists()
    assert waiting(withdrawn) == ["facilitators/offer_withdrawn"]
    assert waiting(accepted) == ["facilitators/part_accepted"]
    assert waiting(declined) == waiting(lapsed) == []
