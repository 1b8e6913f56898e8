"""Six weeks answered on a phone, from the link in an email: how many steps it takes, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facilitators.emails import AVAILABILITY
from facilitators.saying import usual_week
from facilitators.tests.factories import FacilitatorFactory, says
from facilitators.tests.test_availability_page import monday
from stepforward.people import links
from stepforward.testing import DESKTOP, PHONE, barriers
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TARGET = 44  # px, the least side of what is tapped
CORRECTIONS = [(monday(1), "morning"), (monday(2), "morning"), (monday(3), "evening"), (monday(4), "evening")]


@pytest.fixture
def facilitator(db):
    """Somebody who said the same of each of the last four weeks, Monday to Friday."""
    one = FacilitatorFactory()
    for week in (-4, -3, -2, -1):
        for day in range(5):
            says(one, monday(week) + timedelta(days=day), morning="yes", afternoon="if_needed", evening="no")
    return one


@pytest.fixture
def address(facilitator, live_server):
    expires_at = timezone.now() + timedelta(days=60)
    token = links.issue(AVAILABILITY, facilitator, expires_at=expires_at)
    return f"{live_server.url}/availability/{token}/"


@pytest.fixture
def page_of(browser):
    opened = []

    def new(scripts=True, viewport=PHONE):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


class Steps:
    """Somebody at a page: everything they do is one step."""

    def __init__(self, page):
        self.page, self.taken = page, 0

    def open(self, address):
        self.taken += 1
        self.page.goto(address)

    def press(self, name):
        self.taken += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def change(self, day, part, level):
        """By tapping where the tile is a button, by choosing where it is a list."""
        self.taken += 1
        tile = self.page.locator(".sf-part").filter(has=self.page.locator(f'select[name="{day}-{part}"]'))
        if tile.get_by_role("button").count():
            tile.get_by_role("button").click()
        else:
            tile.locator("select").select_option(level)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_usual_pattern_with_four_corrections_takes_fewer_than_ten_steps(
    facilitator, address, page_of, scripts
):
    steps = Steps(page_of(scripts))
    # when they open the link, take their usual pattern, and change four parts of it
    steps.open(address)
    steps.press("My usual pattern")
    for day, part in CORRECTIONS:
        steps.change(day, part, "if_needed" if part == "morning" else "")
    if scripts:
        steps.page.get_by_text("All saved.").wait_for()
    else:
        steps.press("Save")
    # then six weeks are answered, in as many steps
    assert steps.taken == (6 if scripts else 7) < 10
    said = {(row.day, row.part): row.level for row in facilitator.said.filter(day__gte=monday(1))}
    assert [said.get(when) for when in CORRECTIONS] == ["if_needed", "if_needed", None, None]
    weekdays = 5 * 3 * 5  # five whole weeks are ahead, whatever day it is
    assert len({when for when in said if when[0] < monday(6)}) == weekdays - 2


def test_with_a_usual_week_the_four_corrections_are_all_there_is_to_do(facilitator, address, page_of):
    now = timezone.now()
    parts = {(day, part): "yes" for day in range(5) for part in ("morning", "evening")}
    usual_week.keep(facilitator=facilitator, parts=parts, starts_on=civil_date(now), by=None, now=now)
    steps = Steps(page_of())
    steps.open(address)
    for day, part in CORRECTIONS:
        steps.change(day, part, "if_needed")
    steps.page.get_by_text("All saved.").wait_for()
    assert steps.taken == 5
    said = {(row.day, row.part): row.level for row in facilitator.said.filter(day__gte=monday(1))}
    assert said == dict.fromkeys(CORRECTIONS, "if_needed")
    # and once round each of them is as usual again, with nothing left of a particular day
    for day, part in CORRECTIONS:
        steps.change(day, part, "")
        steps.change(day, part, "")
    steps.page.get_by_text("All saved.").wait_for()
    assert not facilitator.said.filter(day__gte=monday(1)).exists()


def test_a_tap_goes_from_yes_to_if_needed_to_no_and_back_to_not_said(facilitator, address, page_of):
    page = page_of()
    page.goto(address)
    tile = page.locator(".sf-part").filter(has=page.locator(f'select[name="{monday(1)}-morning"]'))
    words = []
    for _ in range(4):
        tile.get_by_role("button").click()
        words.append(tile.locator(".sf-part__value").inner_text())
    page.get_by_text("All saved.").wait_for()
    assert words == ["Yes", "If needed", "No", "–"]


def test_what_is_tapped_without_a_connection_is_said_kept_and_saved_later(facilitator, address, page_of):
    page = page_of()
    page.goto(address)
    page.context.set_offline(True)
    day, part = CORRECTIONS[0]
    Steps(page).change(day, part, "yes")
    page.get_by_text("1 answer is not saved yet. There is no connection.").wait_for()
    assert not facilitator.said.filter(day=day).exists()
    # the page is closed before the connection is back, and opened again: it is still there
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    again.get_by_text("All saved.").wait_for()
    assert facilitator.said.get(day=day, part=part).level == "yes"
    assert again.evaluate("localStorage.length") == 0


def test_undo_appears_with_the_first_tap_and_takes_it_back(facilitator, address, page_of):
    page = page_of()
    page.goto(address)
    undo = page.get_by_role("button", name="Undo", exact=True)
    assert undo.is_hidden()
    day, part = CORRECTIONS[0]
    Steps(page).change(day, part, "yes")
    page.get_by_text("All saved.").wait_for()
    undo.click()
    page.get_by_text("Undone.").wait_for()
    assert not facilitator.said.filter(day=day).exists()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_pages_of_the_link_are_in_nobodys_way(facilitator, address, page_of, viewport):
    now = timezone.now()
    parts = {(0, "morning"): "yes", (1, "morning"): "if_needed", (2, "morning"): "no"}
    usual_week.keep(facilitator=facilitator, parts=parts, starts_on=civil_date(now), by=None, now=now)
    page, found = page_of(viewport=viewport), []
    for part in ("usual/", "wishes/", ""):
        page.goto(address + part)
        found += barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], part
    assert found == []
    sides = page.evaluate(
        "[...document.querySelectorAll('.sf-part, .sf-chip')].map(e => e.getBoundingClientRect())"
        ".filter(r => r.width).map(r => Math.min(r.width, r.height))"
    )
    assert len(sides) > 90 and min(sides) >= TARGET
