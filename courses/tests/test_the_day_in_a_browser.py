"""The day as phones and the screen in the room see it: the code is read, taps are saved, none is lost."""

import base64
import re
from datetime import timedelta

import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from courses import check_in_codes
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.testing import DESKTOP, PHONE, barriers, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# A picture as grey bytes: what a camera would see of the page.
GREY = """async (png) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const {data} = canvas.getContext("2d").getImageData(0, 0, picture.width, picture.height);
  return [picture.width, picture.height, Array.from({length: data.length / 4}, (_, n) => data[4 * n])];
}"""


@pytest.fixture
def on():
    session = SessionFactory(starts_at=timezone.now() - timedelta(minutes=10))
    for n in range(12):
        BookingFactory(session=session, name=f"Person {n:02}")
    BookingFactory(session=session, name="Zoë Łęcka", email="zoe@nowhere.example")
    return session


@pytest.fixture
def opened(browser, live_server, coordinator):
    """A function that opens a page as the coordinator at a size."""
    contexts = []

    def open_page(url, size, **how):
        context = browser.new_context(viewport=size, **how)
        contexts.append(context)
        cookie = signed_in_as(coordinator).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def read_from(page, png):
    """What a decoder reads in a PNG; `page` only turns it into grey."""
    blank = page.context.browser.new_page()
    width, height, grey = blank.evaluate(GREY, base64.b64encode(png).decode())
    blank.close()
    seen = memoryview(bytes(grey)).cast("B", (height, width))
    return [found.text for found in zxingcpp.read_barcodes(seen)]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_shown_picture_is_the_address_of_the_shown_code(opened, on, size):
    page = opened(reverse("courses:check_in_screen", args=[on.pk]), size)
    code = page.inner_text(".sf-shown__code").replace(" ", "")
    picture = page.locator(".sf-qr").screenshot()
    assert read_from(page, picture) == [settings.SITE_URL + reverse("courses:check_in", args=[code])]
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_code_changes_by_itself_and_says_when_it_cannot(opened, on, monkeypatch):
    # given a screen whose minute is over in a moment
    monkeypatch.setattr(check_in_codes, "seconds_left", lambda now: 1)
    minutes = iter(range(10_000))
    monkeypatch.setattr(check_in_codes, "code_now", lambda session, now: f"{next(minutes):06}")
    page = opened(reverse("courses:check_in_screen", args=[on.pk]), DESKTOP)
    before = page.inner_text(".sf-shown__code")
    expect(page.locator(".sf-shown__code")).not_to_have_text(before)
    # when the connection is lost
    page.context.set_offline(True)
    page.get_by_text("There is no connection").wait_for()
    page.context.set_offline(False)
    expect(page.locator("[data-away]")).to_be_empty(timeout=15_000)


def test_without_javascript_it_loads_again(opened, on):
    page = opened(reverse("courses:check_in_screen", args=[on.pk]), DESKTOP, java_script_enabled=False)
    assert re.search(r'http-equiv="refresh" content="\d\d?"', page.content())


def test_a_tap_is_saved_and_counted(opened, on):
    zoe = on.bookings.get(name="Zoë Łęcka")
    page = opened(reverse("courses:register", args=[on.pk]), PHONE)
    page.click(f"label[for=came-{zoe.pk}-yes]", position={"x": 5, "y": 5}, force=True)
    page.get_by_text("All saved.").wait_for()
    zoe.refresh_from_db()
    assert zoe.attendance == "attended"
    assert page.inner_text("[data-count=attended]") == "1"
    assert barriers(page) == []
    small = page.eval_on_selector_all(
        ".sf-tile, .sf-person__stay, .sf-chip", "all => all.filter(one => one.offsetHeight < 44).length"
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_bad_wifi_no_tap_is_lost_not_even_with_the_page(opened, on):
    first, second = on.bookings.order_by("name")[:2]
    page = opened(reverse("courses:register", args=[on.pk]), PHONE)
    # given two taps without a connection
    page.context.set_offline(True)
    page.check(f"#came-{first.pk}-yes", force=True)
    page.check(f"#came-{second.pk}-no", force=True)
    page.get_by_text("2 marks are not saved yet").wait_for()
    assert page.locator("[data-unsaved]:visible").count() == 2
    assert barriers(page) == []
    # when the page is closed, and opened again with one
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.get_by_text("All saved.").wait_for()
    marks = dict(on.bookings.exclude(attendance="").values_list("pk", "attendance"))
    assert marks == {first.pk: "attended", second.pk: "absent"}
    assert again.evaluate("localStorage.length") == 0


def test_names_are_found_as_one_types_with_or_without_their_accents(opened, on):
    page = opened(reverse("courses:register", args=[on.pk]), PHONE)
    page.fill("#find", "lecka zo")
    assert page.locator(".sf-person:visible").count() == 1
    page.fill("#find", "nobody")
    page.get_by_text("Nobody on the register has this name").wait_for()


def test_without_javascript_one_button_saves(opened, on):
    page = opened(reverse("courses:register", args=[on.pk]), PHONE, java_script_enabled=False)
    first = on.bookings.order_by("name")[0]
    page.check(f"#came-{first.pk}-yes", force=True)
    assert not page.locator("#find").is_visible()
    page.get_by_role("button", name="Save").click()
    first.refresh_from_db()
    assert first.attendance == "attended"


def test_a_phone_reads_the_code_and_its_owner_says_who_they_are(browser, live_server, on):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    code = check_in_codes.code_now(on, timezone.now())
    page.goto(live_server.url + reverse("courses:check_in", args=[code]))
    page.fill("#id_booked-email", "zoe@nowhere.example")
    page.get_by_role("button", name="I am here").click()
    page.get_by_text("Thank you for telling us").first.wait_for()
    assert on.bookings.get(name="Zoë Łęcka").attendance == "attended"
    context.close()
