"""From a request to a team that is asked, in a real browser, counting the clicks; and who is kept out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Session
from courses.tests.factories import CourseFactory, TrainingRequestFactory, VenueFactory
from facilitators.models import Assignment, StageRule
from facilitators.tests.factories import SessionFactory, accredited, ahead, says
from stepforward.people.models import Organisation
from stepforward.testing import DESKTOP, PHONE, barriers
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(db):
    StageRule.objects.create(course=CourseFactory(), stage="co_facilitator", shadowed=2)
    today = civil_date(timezone.now())
    trust = Organisation.objects.first()
    VenueFactory(organisation=trust, address="1 High Street, Stockport")
    asked = TrainingRequestFactory(
        team="Critical care",
        organisation=trust,
        other_organisation="",
        earliest=today + timedelta(days=10),
        latest=today + timedelta(days=45),
        day_parts=["afternoon"],
        asked_at=timezone.now(),
    )
    people = [accredited(stage) for stage in ("lead", "co_facilitator", "co_facilitator", "shadowing")]
    for one in people:
        for ahead_of in range(10, 45):
            says(one, today + timedelta(days=ahead_of), afternoon="yes")
    return asked


class Clicks:
    """Counts what somebody clicks."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, what):
        self.count += 1
        what.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_request_to_a_team_that_is_asked_in_six_clicks(coordinator, asked, visit, scripts):
    page, go = visit(coordinator, viewport=DESKTOP, scripts=scripts)
    go(reverse("courses:request_detail", args=[asked.pk]))
    click = Clicks(page)
    # when the coordinator looks for a date, picks one and plans a session then
    click(page.get_by_role("link", name="Find a date and a team"))
    click(page.locator("a.sf-heat__cell").first)
    page.get_by_text("lead ✓").first.wait_for()
    click(page.get_by_role("button", name="Plan a session then"))
    click(page.get_by_role("button", name="Plan the session"))
    # then a whole team stands there, and one more click asks it
    click(page.get_by_role("button", name="Offer to this team").first)
    page.get_by_text("Offered to the whole team").wait_for()
    assert click.count <= 6
    session = Session.objects.get(request=asked)
    assert sorted(one.part for one in Assignment.objects.filter(session=session, state="offered")) == [
        "co_facilitator",
        "lead",
        "shadow",
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_is_swapped_and_the_team_offered(coordinator, asked, visit, scripts):
    session = SessionFactory(starts_at=ahead(12))
    page, go = visit(coordinator, scripts=scripts)
    go(reverse("facilitators:staff_session", args=[session.pk]))
    page.locator(".sf-suggested").first.locator(".sf-suggested__swap").nth(1).click()
    page.get_by_text("Instead of").wait_for()
    page.get_by_role("link", name="Put in").first.click()
    own = page.locator("#own")
    names = own.locator(".sf-row__title a").all_inner_texts()
    own.get_by_role("button", name="Offer to this team").click()
    page.get_by_text("Offered to the whole team").wait_for()
    assert {
        one.facilitator.user.name for one in session.assignments.select_related("facilitator__user")
    } == set(names)


def test_a_date_is_picked_with_the_keyboard_alone(coordinator, asked, visit):
    page, go = visit(coordinator)
    go(reverse("facilitators:request_dates", args=[asked.pk]))
    cell = page.locator("a.sf-heat__cell").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if cell.evaluate("cell => cell === document.activeElement"):
            break
    words = page.evaluate("document.activeElement.textContent")
    assert words.startswith("1 team, ") and words.endswith(", afternoon")
    page.keyboard.press("Enter")
    page.wait_for_url("**day=*")
    assert page.locator(".sf-heat__cell[aria-current]").inner_text().startswith("1")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_no_page_on_teams_is_in_anybodys_way(coordinator, asked, visit, viewport):
    session = SessionFactory(starts_at=ahead(12))
    page, go = visit(coordinator, viewport=viewport)
    team = reverse("facilitators:staff_session", args=[session.pk])
    dates = reverse("facilitators:request_dates", args=[asked.pk])
    day = civil_date(timezone.now()) + timedelta(days=14)
    while day.weekday() > 4:
        day += timedelta(days=1)
    go(team)
    swap = page.locator(".sf-suggested__swap").first.get_attribute("href")
    found = []
    for address in [
        team,
        team + swap.replace("#own", ""),
        dates,
        f"{dates}?day={day}&part=afternoon",
        reverse("facilitators:session_dates", args=[session.pk]),
        reverse("facilitators:weights"),
    ]:
        assert go(address).status == 200
        found += barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    assert found == []
