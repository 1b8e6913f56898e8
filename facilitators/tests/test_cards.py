"""The parts that this floor puts on pages of others: rendered for each role, and what they cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from courses.tests.factories import VenueFactory
from facilitators import staffing
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says

SHORT = "coming_with_teams as teams %}{% sessions_short_of_team teams"
LAPSING = "coming_with_teams as teams %}{% offers_about_to_lapse teams"


def draw(tag, user, **context):
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load team facilitators_desk %}{% " + tag + " %}")
    return template.render(Context({"request": request, **context}))


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=ahead(9), venue=VenueFactory(name="Stockport"))


def test_a_sessions_team_is_shown_and_staffed_by_coordinators_alone(session, coordinator):
    lead = accredited()
    assigned(lead, session, now=timezone.now())
    for user, staffs in [(coordinator, True), (lead.user, False), (AnonymousUser(), False)]:
        text = draw("session_team session", user, session=session)
        assert str(lead) in text and "Needs one more co-facilitator who has accepted" in text
        assert ("Book a team" in text) == staffs


@pytest.mark.parametrize("many", [1, 3, 25])
def test_the_desk_names_the_sessions_that_are_short_in_two_queries(
    session, coordinator, many, django_assert_num_queries
):
    for n in range(many):
        short = SessionFactory(starts_at=session.starts_at + timedelta(days=n + 1))
        assigned(accredited(), short, state="offered", now=timezone.now())
    with django_assert_num_queries(2):
        text = draw(SHORT, coordinator)
    assert f'<span class="sf-count">{many + 1}</span>' in text
    assert "nobody asked" in text and "Stockport" in text and "offer open" in text


def test_the_desk_says_who_fell_out_and_who_is_asked_and_leads_to_the_cover(session, coordinator):
    now = timezone.now()
    one = assigned(accredited(), session, now=now)
    staffing.give_back(assignment=one, by=None, now=now, reason="Ill")
    cover = f"/manage/sessions/{session.pk}/team/{one.pk}/cover/"
    text = draw(SHORT, coordinator)
    assert f"{one.facilitator}, lead, cannot come; nobody is asked" in text and cover in text
    asked = [accredited(), accredited()]
    offers = staffing.ask_for_cover(assignment=one, facilitators=asked, by=coordinator, now=now)
    assert "cannot come; 2 asked, answer due" in draw(SHORT, coordinator)
    staffing.accept(assignment=offers[0], by=None, now=now)
    assert "cannot come" not in draw(SHORT, coordinator)


def test_a_session_with_its_team_is_not_short(session, coordinator):
    for part in ("lead", "co_facilitator"):
        assigned(accredited(), session, part=part, now=timezone.now())
    assert "Every session has its team" in draw(
        "coming_with_teams as teams %}{% sessions_short_of_team teams", coordinator
    )


@pytest.mark.parametrize(
    ("left", "named"),
    [
        (timedelta(hours=1), True),
        (timedelta(hours=47), True),
        (timedelta(hours=49), False),
        (-timedelta(1), False),
    ],
)
def test_the_desk_names_offers_before_they_lapse(session, coordinator, left, named):
    offer = assigned(accredited(), session, state="offered", now=timezone.now())
    offer.answer_by = timezone.now() + left
    offer.save()
    text = draw(LAPSING, coordinator)
    assert ("Offers about to lapse" in text) == named
    assert (f"/manage/sessions/{session.pk}/team/" in text) == named


def test_the_desk_says_how_many_told_us_about_next_month(coordinator):
    one = accredited()
    accredited()
    next_month = (timezone.now().date().replace(day=1) + timedelta(days=32)).replace(day=10)
    says(one, next_month, morning="no")
    text = draw("availability_said", coordinator)
    assert f"1 of 2 facilitators have told us about {next_month:%B}" in text


def test_a_facilitators_home_shows_what_is_theirs_and_nobody_elses_shows_anything(session, coordinator):
    one = accredited()
    assigned(one, session, state="offered", now=timezone.now())
    assigned(one, SessionFactory(starts_at=session.starts_at + timedelta(days=3)), now=timezone.now())
    text = draw("my_facilitating", one.user)
    assert "Offers to answer" in text and "Stockport" in text and "Your coming sessions" in text
    for user in (coordinator, AnonymousUser()):
        assert draw("my_facilitating", user).strip() == ""
