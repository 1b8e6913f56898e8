"""Finding somebody who steps in: least disturbance first, several asked at once, one has it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import VenueFactory
from facilitators import staffing
from facilitators.models import Assignment
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

State = Assignment.State


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=ahead(6), venue=VenueFactory(name="Stockport"))


@pytest.fixture
def gap(session):
    """Somebody who led it and cannot come; there was no reserve."""
    now = timezone.now()
    one = assigned(accredited(), session, now=now)
    return staffing.give_back(assignment=one, by=None, now=now, reason="Rota changed")


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def address(gap, name="find_cover"):
    return reverse(f"facilitators:{name}", args=[gap.session_id, gap.pk])


def free(session, level="yes", stage="lead"):
    one = accredited(stage)
    says(one, session.starts_at.date(), morning=level, afternoon=level, evening=level)
    return one


def test_least_disturbance_comes_first(desk, session, gap):
    silent, perhaps, sure = accredited(), free(session, "if_needed"), free(session)
    helper = assigned(accredited(), session, part="co_facilitator", now=timezone.now()).facilitator
    wigan = SessionFactory(starts_at=session.starts_at, venue=VenueFactory(name="Wigan"))
    elsewhere = assigned(accredited(), wigan, part="co_facilitator", now=timezone.now()).facilitator
    free(wigan, stage="co_facilitator")
    text = desk.get(address(gap)).content.decode()
    places = [text.index(f">{one}<") for one in (sure, perhaps, silent, helper, elsewhere)]
    assert places == sorted(places)
    assert "could lead it instead" in text
    assert "Co-facilitates a session at Wigan that day" in text and "could take over" in text
    assert "Rota changed" in text


def test_several_are_asked_at_once_and_whoever_accepts_first_has_the_part(desk, session, gap):
    first, second = free(session), free(session)
    said = desk.post(address(gap), {"people": [first.pk, second.pk]}, follow=True).content.decode()
    assert "Asked 2 people" in said
    asked = OutgoingEmail.objects.filter(kind="facilitators/cover_asked")
    assert asked.count() == 2 and all("somebody else as well" in email.text for email in asked)
    won = Assignment.objects.get(facilitator=second, state=State.OFFERED)
    staffing.accept(assignment=won, by=second.user, now=timezone.now())
    assert Assignment.objects.get(facilitator=first).state == State.STOOD_DOWN
    assert OutgoingEmail.objects.get(kind="facilitators/cover_found").to_email == first.user.email
    page = desk.get(address(gap)).content.decode()
    assert f"{second} steps in." in page and "Ask those I ticked" not in page
    late = desk.post(address(gap), {"people": [free(session).pk]})
    assert late.status_code == 422 and "leads already, in their stead" in late.content.decode()


def test_the_coordinator_is_told_when_nobody_who_was_asked_can(session, gap, coordinator):
    asked = staffing.ask_for_cover(
        assignment=gap, facilitators=[free(session), free(session)], by=coordinator, now=timezone.now()
    )
    told = OutgoingEmail.objects.filter(kind="facilitators/nobody_left", to_email=coordinator.email)
    for one in asked:
        assert not told.exists()
        staffing.decline(assignment=one, by=None, now=timezone.now())
    assert told.count() == 1


@pytest.mark.parametrize("people", [[], ["0"], ["x"], ["9" * 25], ["a\x00b"]])
def test_nobody_or_nonsense_is_refused_in_its_place(desk, session, gap, people):
    one = free(session)
    answer = desk.post(address(gap), {"people": [*people, *([one.pk] if people else [])]})
    text = answer.content.decode()
    assert answer.status_code == 422 and 'href="#id_people_0"' in text
    assert ("Choose at least one person to ask" in text) == (not people)
    assert bool(re.search(rf'value="{one.pk}" checked', text)) == bool(people), "what was ticked stays so"
    assert not gap.stand_ins.exists()


def test_who_got_another_part_meanwhile_is_named_and_nobody_is_asked(desk, session, gap):
    one, other = free(session), free(session)
    assigned(other, SessionFactory(starts_at=session.starts_at), now=timezone.now())
    answer = desk.post(address(gap), {"people": [one.pk, other.pk]})
    assert answer.status_code == 422 and f"{other} leads a session" in answer.content.decode()
    assert not gap.stand_ins.exists()


def test_the_coordinator_says_for_somebody_that_they_cannot_come(desk, session, coordinator):
    one = assigned(accredited(), session, now=timezone.now())
    page = desk.get(reverse("facilitators:staff_session", args=[session.pk])).content.decode()
    assert address(one, "drop_out") in page
    assert desk.post(address(one, "drop_out"), {"reason": "x" * 301}).status_code == 422
    said = desk.post(address(one, "drop_out"), {"reason": "Ill, by phone"}, follow=True)
    assert said.redirect_chain == [(address(one), 302)]
    assert "Ill, by phone" in said.content.decode()
    one.refresh_from_db()
    assert (one.state, one.reason) == (State.GIVEN_BACK, "Ill, by phone")
    # whoever said it is not told what they said
    assert not OutgoingEmail.objects.filter(kind="facilitators/dropped_out").exists()
    again = desk.post(address(one, "drop_out"), {}, follow=True).content.decode()
    assert f"{one.facilitator} does not have this part" in again


@pytest.mark.parametrize("near", [True, False])
def test_the_coordinator_hears_of_a_drop_out_that_is_near_or_that_no_reserve_follows(coordinator, near, db):
    session, now = SessionFactory(starts_at=ahead(6 if near else 40)), timezone.now()
    reserve = free(session)
    team = {"session": session, "members": [(accredited(), "lead")], "reserves": [(reserve, "")]}
    (one,) = staffing.offer_team(**team, by=coordinator, now=now)
    staffing.accept(assignment=one, by=None, now=now)
    staffing.give_back(assignment=one, by=one.facilitator.user, now=now, reason="Ill")
    assert session.assignments.live().get().facilitator == reserve
    told = OutgoingEmail.objects.filter(kind="facilitators/dropped_out", to_email=coordinator.email)
    assert [f"We have asked the reserve, {reserve}" in email.text for email in told] == [True] * near


@pytest.mark.parametrize("name", ["find_cover", "drop_out"])
def test_four_people_at_the_door(session, gap, name, coordinator, stranger, client):
    live = assigned(accredited(), session, part="co_facilitator", now=timezone.now())
    path = address(gap if name == "find_cover" else live, name)
    assert signed_in_as(coordinator).get(path).status_code == 200
    assert signed_in_as(gap.facilitator.user).get(path).status_code == 403
    assert signed_in_as(person(Role.FACILITATOR)).get(path).status_code == 403
    assert signed_in_as(stranger).get(path).status_code == 404
    assert client.get(path).status_code == 302


def test_a_part_of_another_session_is_not_found_and_a_live_one_needs_nobody(desk, session, gap):
    live = assigned(accredited(), session, now=timezone.now())
    assert "is still in the team" in desk.get(address(live)).content.decode()
    other = SessionFactory(starts_at=ahead(9))
    for name in ("find_cover", "drop_out"):
        path = reverse(f"facilitators:{name}", args=[other.pk, gap.pk])
        assert desk.get(path).status_code == 404


@pytest.mark.parametrize("many", [1, 3, 25])
def test_the_page_costs_the_same_however_many_could(desk, session, gap, many, django_assert_num_queries):
    wigan = SessionFactory(starts_at=session.starts_at, venue=VenueFactory(name="Wigan"))
    for _ in range(many):
        free(session)
        free(session, "if_needed")
        assigned(accredited(), wigan, part="co_facilitator", now=timezone.now())
    asked = [free(session) for _ in range(many)]
    staffing.ask_for_cover(assignment=gap, facilitators=asked, by=None, now=timezone.now())
    with django_assert_num_queries(16):
        assert desk.get(address(gap)).status_code == 200
