"""The pages of this floor in a real browser, with and without JavaScript, at phone width."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Session, TrainingRequest
from courses.tests.factories import BookingFactory, CourseFactory, TrainingRequestFactory
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import DESKTOP, PHONE, barriers
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(db):
    starts_at = ahead(9)
    return SessionFactory(starts_at=starts_at)


@pytest.fixture
def facilitator(session):
    one = accredited()
    assigned(one, session, state="offered", now=timezone.now())
    assigned(one, SessionFactory(starts_at=session.starts_at + timedelta(days=4)), now=timezone.now())
    assigned(one, SessionFactory(starts_at=session.starts_at - timedelta(days=40)))
    says(one, civil_date(session.starts_at), evening="yes")
    return one


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_tile_is_set_and_saved_on_a_phone(facilitator, visit, scripts):
    page, go = visit(facilitator.user, scripts=scripts)
    go("/availability/")
    day = civil_date(timezone.now()) + timedelta(days=7 - civil_date(timezone.now()).weekday())
    tile = page.locator(".sf-part").filter(has=page.locator(f'select[name="{day}-morning"]'))
    if scripts:
        tile.get_by_role("button").click()
        tile.get_by_role("button").click()
        page.get_by_text("All saved.").wait_for()
    else:
        tile.locator("select").select_option("if_needed")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/availability/?from=*")
        assert "Saved." in page.content()
    assert facilitator.said.get(day=day).level == "if_needed"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_unread_request_to_a_planned_session_in_three_clicks(coordinator, visit, scripts):
    CourseFactory()
    day = civil_date(timezone.now()) + timedelta(days=30)
    asked = TrainingRequestFactory(
        team="Critical care", earliest=day, latest=day + timedelta(days=20), asked_at=timezone.now()
    )
    page, go = visit(coordinator, viewport=DESKTOP, scripts=scripts)
    go("/")
    # when the coordinator answers it, and types what a request cannot say
    page.get_by_role("link", name="Answer").click()
    page.get_by_role("link", name="Plan a session").or_(
        page.get_by_role("button", name="Plan a session")
    ).click()
    page.get_by_label("Start time").fill("1:30pm")
    page.get_by_role("button", name="Plan the session").click()
    # then it is planned, on the first day that suits them, and theirs to answer
    page.get_by_text("The session is planned").wait_for()
    planned, asked = Session.objects.get(request=asked), TrainingRequest.objects.get(pk=asked.pk)
    assert (civil_date(planned.starts_at), planned.team_name) == (asked.earliest, "Critical care")
    assert (asked.state, asked.owner) == ("taken", coordinator)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_session_is_moved_and_everybody_told_in_three_clicks(coordinator, visit, scripts):
    session = SessionFactory(starts_at=ahead(5), state="open")
    people = BookingFactory.create_batch(3, session=session)
    lead = assigned(accredited(), session, now=timezone.now())
    later = civil_date(session.starts_at) + timedelta(days=7)
    page, go = visit(coordinator, viewport=DESKTOP, scripts=scripts)
    go("/")
    # when it is opened from the desk, and given another day
    page.get_by_role("link", name="Open", exact=False).first.click()
    page.get_by_role("link", name="Change time, place, numbers or who may book").click()
    for part in ("day", "month", "year"):
        page.locator(f"[name=day_{part}]").fill(str(getattr(later, part)))
    page.get_by_role("button", name="Save the change").click()
    # then it is there, and everybody has an email and an entry for their calendar
    page.get_by_text("Everybody with a place has been told").wait_for()
    session.refresh_from_db()
    assert civil_date(session.starts_at) == later
    told = OutgoingEmail.objects.filter(kind__in=["courses/session_changed", "facilitators/session_moved"])
    assert set(told.exclude(calendar="").values_list("to_email", flat=True)) == {
        lead.facilitator.user.email,
        *(one.email for one in people),
    }


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_is_in_anybodys_way(facilitator, coordinator, session, visit, viewport):
    says(accredited(), civil_date(session.starts_at), morning="yes", afternoon="yes", evening="yes")
    own = reverse("facilitators:facilitator", args=[facilitator.pk])
    team = reverse("facilitators:staff_session", args=[session.pk])
    found = []
    for user, addresses in [
        (
            facilitator.user,
            ["/availability/", "/availability/wishes/", "/availability/usual/", "/offers/", own],
        ),
        (coordinator, ["/facilitators/", own, team, f"{team}?q=facilitator"]),
    ]:
        page, go = visit(user, viewport=viewport)
        for address in addresses:
            assert go(address).status == 200
            found += barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    assert found == []
