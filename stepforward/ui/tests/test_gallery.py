import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from stepforward.testing import DESKTOP, PHONE, barriers


def test_a_page_with_errors_says_so_in_its_title_and_links_to_the_fields():
    html = Client().get("/ui/?errors").text
    assert "<title>Error: Every part – Step Forward</title>" in html
    assert '<a href="#id_date_month">Date of the session must include a month and a year</a>' in html
    assert html.index("There is a problem") < html.index("<h1")


def test_a_page_without_errors_does_not():
    html = Client().get("/ui/").text
    assert "<title>Every part – Step Forward</title>" in html
    assert "There is a problem" not in html


def test_messages_are_shown_once_as_banners():
    html = Client().get("/ui/?messages").text
    assert html.count("nhsuk-notification-banner__title") == 2
    assert "nhsuk-notification-banner--success" in html


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"MZ not what it says", "The file must be a PDF"),
        (b"%PDF-1.7" + b" " * 2_000_000, "The file must be smaller than 2MB"),
        (b"", "The file is empty"),
        (b"%PDF-1.7 a small one", None),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused_at_its_field(content, says):
    # given somebody who has typed a team, and chosen a file that is called a PDF
    sent = {"team": "Ward 7", "plan": SimpleUploadedFile("plan.pdf", content, "application/pdf")}
    # when they send it
    page = Client().post("/ui/", sent)
    # then the field says what is wrong with it, and what was typed is still there
    field = page.context["form"]["plan"]
    assert page.status_code == 422
    assert list(field.errors) == ([says] if says else [])
    assert 'value="Ward 7"' in page.text


def widest(page):
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.fixture
def gallery(browser, live_server):
    """Opens the gallery at a size, with or without JavaScript."""
    contexts = []

    def open_gallery(query="", viewport=PHONE, javascript=True):
        contexts.append(browser.new_context(viewport=viewport, java_script_enabled=javascript))
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/ui/{query}")
        return page

    yield open_gallery
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("query", ["", "?errors&messages"])
def test_every_part_is_without_barriers_and_fits(gallery, viewport, query):
    page = gallery(query, viewport)
    page.wait_for_selector(".nhsuk-frontend-supported")
    assert barriers(page) == []
    assert widest(page) <= 0
    page.set_viewport_size({"width": 320, "height": 700})
    assert widest(page) <= 0


@pytest.mark.browser
def test_the_summary_takes_the_focus_and_its_links_lead_to_the_fields(gallery):
    page = gallery("?errors")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.click("text=Date of the session must include a month and a year")
    assert page.evaluate("document.activeElement.id") == "id_date_month"


@pytest.mark.browser
def test_a_tap_takes_a_part_of_a_day_to_its_next_answer(gallery):
    page = gallery()
    select = page.locator("#part-d1-evening")
    tile = page.locator(".sf-part", has=select).locator("button")
    tile.wait_for()
    answers = []
    for _ in range(4):
        tile.click()
        answers.append(select.evaluate("part => part.value"))
    assert answers == ["yes", "if_needed", "no", ""]


@pytest.mark.browser
def test_the_menu_and_the_parts_of_a_day_work_without_javascript(gallery):
    page = gallery(javascript=False)
    link = page.get_by_role("link", name="Sign in", exact=True)
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    page.keyboard.press("Escape")
    page.locator("#part-d1-evening").select_option("yes")
    assert page.locator("#part-d1-evening").input_value() == "yes"


@pytest.mark.browser
def test_what_is_touched_is_large_enough_for_a_thumb(gallery):
    page = gallery()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            'button, .nhsuk-button, .sf-scale__input, select, .sf-row__link, .nhsuk-input, .sf-chip')]
            .filter(part => part.checkVisibility() && part.getBoundingClientRect().height < 43.5)
            .map(part => part.className)"""
    )
    assert small == []
