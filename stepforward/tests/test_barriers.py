"""axe (WCAG 2.2 AA) in a real browser on every page, for everybody who may open it, at two widths."""

import pytest

from stepforward.measuring import walking
from stepforward.measuring.pages import FOR_VISITORS
from stepforward.testing import DESKTOP, PHONE, barriers
from stepforward.tests import world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings):
    settings.FEEDBACK_KEY = "ab" * 32
    world.plant()
    return live_server


def too_wide(page, width):
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url} is {wide} wide on {width}"] if wide > width else []


def test_no_page_keeps_anybody_out(site, browser):
    port, found, seen = site.thread.port, [], set()
    for who, cookie in walking.cookies().items():
        start = ["/", *walking.plain_paths(), *([] if cookie else walking.private_paths())]
        paths = walking.pages(port, cookie, start)
        assert len(paths) > 10, who
        paths = {route: path for route, path in paths.items() if not (cookie and route in FOR_VISITORS)}
        # on a phone everything that they see; on a desk what nobody before them saw
        new = {route: path for route, path in paths.items() if route not in seen}
        seen |= new.keys()
        for size, shown in ((PHONE, paths), (DESKTOP, new)):
            context = browser.new_context(viewport=size)
            if cookie:
                name, _, value = cookie.partition("=")
                context.add_cookies([{"name": name, "value": value, "url": site.url}])
            page = context.new_page()
            for path in shown.values():
                page.goto(f"{site.url}{path}")
                found += [f"{who} {line}" for line in barriers(page) + too_wide(page, size["width"])]
            context.close()
    assert found == []
