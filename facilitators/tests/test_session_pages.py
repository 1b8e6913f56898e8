"""Changing a session and calling it off, through the pages of the floor below."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import VenueFactory
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned
from stepforward.testing import signed_in_as
from stepforward.ui.wording import in_london


@pytest.fixture
def session(db):
    starts_at = ahead(20, 12, 0)
    return SessionFactory(starts_at=starts_at)


def facts(session, **changed):
    """What the page's form sends for the session as it stands, and what is changed."""
    day = in_london(changed.pop("starts_at", session.starts_at))
    return {
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": f"{day:%H:%M}",
        "ends": "",
        "venue": session.venue_id,
        "capacity": session.capacity,
        "visibility": session.visibility,
    } | changed


def test_a_changed_session_takes_its_team_along(session, coordinator):
    one = assigned(accredited(), session, now=timezone.now())
    later = session.starts_at + timedelta(days=1)
    page = reverse("facilitators:change_session", args=[session.pk])
    assert signed_in_as(coordinator).get(page).status_code == 200
    assert signed_in_as(coordinator).post(page, facts(session, starts_at=later)).status_code == 302
    one.refresh_from_db()
    session.refresh_from_db()
    assert session.starts_at == later and one.blocked.lower == later - timedelta(hours=1)


def test_a_change_that_puts_somebody_in_two_places_is_refused_on_the_form(session, coordinator):
    lead = accredited()
    assigned(lead, session, now=timezone.now())
    later = session.starts_at + timedelta(days=1)
    assigned(lead, SessionFactory(starts_at=later, venue=VenueFactory(name="Wigan")), now=timezone.now())
    page = reverse("facilitators:change_session", args=[session.pk])
    answer = signed_in_as(coordinator).post(page, facts(session, starts_at=later, capacity="17"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"{lead} leads a session at Wigan that day" in text and 'value="17"' in text
    session.refresh_from_db()
    assert session.starts_at == later - timedelta(days=1)


def test_a_clash_is_asked_about_once_where_a_session_goes_and_not_where_it_stays(session, coordinator):
    desk, page = signed_in_as(coordinator), reverse("facilitators:change_session", args=[session.pk])
    later = session.starts_at + timedelta(days=1)
    SessionFactory(starts_at=session.starts_at, venue=session.venue)
    there = SessionFactory(starts_at=later, venue=session.venue)
    # given one beside it already, more places are no question
    assert desk.post(page, facts(session, capacity=12)).status_code == 302
    session.refresh_from_db()
    # when it moves to where another is, that is shown first
    asked = desk.post(page, facts(session, starts_at=later))
    assert asked.status_code == 422 and "Save it all the same" in asked.text
    # and goes on where it was seen
    seen = facts(session, starts_at=later) | {"clashes_seen": str(there.pk)}
    assert desk.post(page, seen).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.capacity) == (later, 12)


def test_a_session_that_is_called_off_stands_its_team_down(session, coordinator):
    desk, one = signed_in_as(coordinator), assigned(accredited(), session, now=timezone.now())
    page = reverse("facilitators:call_off_session", args=[session.pk])
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"reason": " "}).status_code == 422
    assert desk.post(page, {"reason": "Flood"}).status_code == 302
    session.refresh_from_db()
    one.refresh_from_db()
    assert (session.state, one.state) == ("called_off", "stood_down")
    again = desk.post(page, {"reason": "Flood again"})
    assert again.status_code == 422 and "Flood again" in again.content.decode()


def test_the_team_reads_who_may_book_and_only_who_plans_makes_the_private_link(session, coordinator):
    session.state, session.visibility = "open", "invitation"
    session.save()
    lead, other = accredited(), accredited()
    assigned(lead, session, now=timezone.now())
    page = f"/manage/sessions/{session.pk}/"
    html = signed_in_as(lead.user).get(page).text
    assert "By invitation only" in html
    assert "invite/" not in html and f'href="/sessions/{session.pk}/"' not in html
    assert f"{page}invite/" in signed_in_as(coordinator).get(page).text
    got = [signed_in_as(user).post(f"{page}invite/").status_code for user in (lead.user, other.user)]
    assert got == [403, 403]
    copy = [signed_in_as(user).get(f"{page}copy/").status_code for user in (lead.user, other.user)]
    assert copy == [403, 403]


@pytest.mark.parametrize("name", ["change_session", "call_off_session"])
def test_only_who_plans_sessions_changes_them(name, session, stranger, dean):
    lead = accredited()
    assigned(lead, session, now=timezone.now())
    page = reverse(f"facilitators:{name}", args=[session.pk])
    got = [signed_in_as(user).post(page).status_code for user in (lead.user, dean, stranger, None)]
    assert got == [403, 403, 404, 302]
