"""The pages of this floor in a real browser, with and without JavaScript, at phone width."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.testing import DESKTOP, PHONE, barriers, signed_in_as
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


@pytest.fixture
def visit(browser, live_server):
    opened = []

    def go(user, *, viewport=PHONE, scripts=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        opened.append(context)
        cookie = signed_in_as(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        return page, lambda address: page.goto(live_server.url + address)

    yield go
    for context in opened:
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_tile_is_set_and_saved_on_a_phone(facilitator, visit, scripts):
    page, go = visit(facilitator.user, scripts=scripts)
    go("/availability/")
    day = civil_date(timezone.now()) + timedelta(days=7 - civil_date(timezone.now()).weekday())
    tile = page.locator(".sf-part").filter(has=page.locator(f'select[name="{day}-morning"]'))
    if scripts:
        tile.get_by_role("button").click()
        tile.get_by_role("button").click()
    else:
        tile.locator("select").select_option("if_needed")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/availability/?from=*")
    assert "Saved." in page.content()
    assert facilitator.said.get(day=day).level == "if_needed"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_is_in_anybodys_way(facilitator, coordinator, session, visit, viewport):
    says(accredited(), civil_date(session.starts_at), morning="yes", afternoon="yes", evening="yes")
    own = reverse("facilitators:facilitator", args=[facilitator.pk])
    team = reverse("facilitators:staff_session", args=[session.pk])
    found = []
    for user, addresses in [
        (facilitator.user, ["/availability/", "/availability/limit/", "/offers/", own]),
        (coordinator, ["/facilitators/", own, team, f"{team}?q=facilitator"]),
    ]:
        page, go = visit(user, viewport=viewport)
        for address in addresses:
            assert go(address).status == 200
            found += barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    assert found == []
