from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import VenueFactory
from facilitators import staffing
from facilitators.models import Assignment, Reserve
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.testing import signed_in_as


@pytest.fixture
def session(db):
    starts_at = ahead()
    return SessionFactory(starts_at=starts_at, venue=VenueFactory(name="Stockport"))


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def team_page(session):
    return reverse("facilitators:staff_session", args=[session.pk])


def free(session, stage="lead"):
    one = accredited(stage)
    says(one, session.starts_at.date(), morning="yes", afternoon="yes", evening="yes")
    return one


def test_the_page_lists_who_is_free_and_says_why_the_others_are_not(desk, session, team_page):
    one, silent = free(session), accredited()
    text = desk.get(team_page).content.decode()
    before, after = text.split("Not available")
    assert str(one) in before and str(silent) not in before
    assert str(silent) in after and "Has not said when they are free that day" in after


def test_a_name_is_searched_among_all(desk, session, team_page):
    one, other = free(session), accredited()
    text = desk.get(team_page, {"q": str(other)}).content.decode()
    assert str(other) in text and str(one) not in text
    assert desk.get(team_page, {"q": "x" * 200}).status_code == 200


def test_a_team_is_offered_accepted_and_the_session_opened(desk, session, team_page):
    lead, helper = free(session), free(session, "co_facilitator")
    for one, part in [(lead, "lead"), (helper, "co_facilitator")]:
        said = desk.post(
            reverse("facilitators:offer", args=[session.pk]),
            {"facilitator": one.pk, "part": part},
            follow=True,
        )
        assert f"Offered to {one}" in said.content.decode()
    confirm = reverse("facilitators:confirm", args=[session.pk])
    text = desk.post(confirm, follow=True).content.decode()
    assert "Before this session can open it needs a lead who has accepted" in text
    for one in (lead, helper):
        answer = reverse("facilitators:answer", args=[one.assignments.get().pk])
        signed_in_as(one.user).post(answer, {"do": "accept"})
    assert "Confirm and open" in desk.get(team_page).content.decode()
    assert "open for booking" in desk.post(confirm, follow=True).content.decode()
    session.refresh_from_db()
    assert session.state == "open"


def test_a_refused_offer_says_why_on_the_page(desk, session):
    one = free(session)
    assigned(one, SessionFactory(starts_at=session.starts_at, venue=VenueFactory(name="Wigan")))
    said = desk.post(
        reverse("facilitators:offer", args=[session.pk]), {"facilitator": one.pk, "part": "lead"}, follow=True
    )
    assert f"{one} leads a session at Wigan that day" in said.content.decode()
    assert not session.assignments.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"facilitator": "x", "part": "lead"}, {"facilitator": 0, "part": "lead"}, {"part": "king"}]
)
def test_an_offer_that_makes_no_sense_is_a_bad_request(desk, session, sent):
    assert desk.post(reverse("facilitators:offer", args=[session.pk]), sent).status_code == 400


def test_standing_down_takes_somebody_out_of_the_team(desk, session):
    one = assigned(accredited(), session, now=timezone.now())
    address = reverse("facilitators:stand_down", args=[session.pk, one.pk])
    assert "out of the team" in desk.post(address, follow=True).content.decode()
    assert "not in this team any more" in desk.post(address, follow=True).content.decode()
    elsewhere = reverse(
        "facilitators:stand_down", args=[SessionFactory(starts_at=session.starts_at).pk, one.pk]
    )
    assert desk.post(elsewhere).status_code == 404
    assert Assignment.objects.get().state == "stood_down"


@pytest.mark.parametrize("state", ["called_off", "past"])
def test_a_session_that_is_over_is_only_shown(desk, session, team_page, state):
    if state == "past":
        session.starts_at, session.ends_at = (
            moment - timedelta(days=30) for moment in (session.starts_at, session.ends_at)
        )
    else:
        session.state, session.called_off_because = state, "A flood"
    session.save()
    text = desk.get(team_page).content.decode()
    assert "Nothing to staff" in text and "Confirm and open" not in text


def test_reserves_are_shown_in_their_turn_and_can_be_let_go(desk, session, team_page, coordinator):
    lead, *reserves = (free(session) for _ in range(3))
    staffing.offer_team(
        session=session,
        members=[(lead, "lead")],
        reserves=[(one, "") for one in reserves],
        by=coordinator,
        now=timezone.now(),
    )
    first, second = Reserve.objects.order_by("turn")
    text = desk.get(team_page).content.decode()
    assert text.index(f">{first.facilitator}<") < text.index(f">{second.facilitator}<")
    let_go = reverse("facilitators:let_go", args=[session.pk, first.pk])
    assert "is no reserve any more" in desk.post(let_go, follow=True).content.decode()
    assert desk.post(let_go).status_code == 404
    # and the next one is asked instead
    staffing.decline(assignment=session.assignments.get(), by=None, now=timezone.now())
    assert session.assignments.live().get().facilitator == second.facilitator
    asked = reverse("facilitators:let_go", args=[session.pk, second.pk])
    assert "has been asked meanwhile" in desk.post(asked, follow=True).content.decode()


def test_who_accepted_meanwhile_is_not_withdrawn(desk, session, coordinator):
    offer = staffing.offer(
        session=session, facilitator=free(session), part="lead", by=coordinator, now=timezone.now()
    )
    staffing.accept(assignment=offer, by=None, now=timezone.now())
    address = reverse("facilitators:stand_down", args=[session.pk, offer.pk])
    assert "has accepted meanwhile" in desk.post(address, {"was": "offered"}, follow=True).content.decode()
    offer.refresh_from_db()
    assert offer.state == "accepted"
