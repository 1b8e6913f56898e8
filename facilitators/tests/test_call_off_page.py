from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators.tests.factories import SessionFactory, accredited, assigned
from stepforward.testing import signed_in_as


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=timezone.now() + timedelta(days=9))


@pytest.fixture
def page(session):
    return reverse("facilitators:call_off_session", args=[session.pk])


def test_calling_off_needs_a_reason_and_stands_the_team_down(session, page, coordinator):
    desk, one = signed_in_as(coordinator), assigned(accredited(), session, now=timezone.now())
    assert "This cannot be undone" in desk.get(page).content.decode()
    refused = desk.post(page, {"reason": " "})
    assert refused.status_code == 422 and "Say why it is called off" in refused.content.decode()
    assert desk.post(page, {"reason": "Flood"}).status_code == 302
    session.refresh_from_db()
    one.refresh_from_db()
    assert (session.state, one.state) == ("called_off", "stood_down")
    again = desk.post(page, {"reason": "Flood again"})
    assert again.status_code == 409 and "Flood again" in again.content.decode()


def test_only_who_plans_sessions_calls_them_off(session, page, stranger, dean):
    lead = accredited()
    assigned(lead, session, now=timezone.now())
    got = [signed_in_as(user).post(page).status_code for user in (lead.user, dean, stranger, None)]
    assert got == [403, 403, 404, 302]
