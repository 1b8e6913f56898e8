"""The page on what people say in a real browser: for everybody, on any screen, on paper, without scripts."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from feedback.tests.spreading import everything_told
from stepforward.rollout.seed import month_after
from stepforward.rollout.tests.factories import PhaseFactory
from stepforward.rollout.tests.test_browser import CHARTS
from stepforward.testing import DESKTOP, PHONE, barriers, person
from stepforward.ui.wording import civil_date

PAGE = "/rollout/feedback/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def told(db):
    today = civil_date(timezone.now())
    PhaseFactory(during=DateRange(month_after(today, -6), month_after(today, 6)))
    everything_told(7)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_it_keeps_nobody_out_and_nothing_is_clipped(visit, size):
    page, go = visit(person("dean"), viewport=size)
    found = []
    for query in ("", "?system=QE1&course=x", "?from=2020-01-01"):
        go(PAGE + query)
        for table in page.locator("details summary").all():
            table.click()
        found += barriers(page) + page.evaluate(CHARTS)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
            found.append(f"{query} is {wide} wide")
    assert found == []


def test_filters_tables_and_files_work_without_scripts(visit):
    page, go = visit(person("dean"), scripts=False)
    go(PAGE)
    page.get_by_label("System").select_option("Lancashire and South Cumbria")
    page.get_by_role("button", name="Show").click()
    assert "Lancashire and South Cumbria" in page.locator(".sf-lead").inner_text()
    changes = page.locator("#changes")
    changes.get_by_text("Show as a table").click()
    assert changes.get_by_role("row").count() == 9
    with page.expect_download() as download:
        changes.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 9


def test_on_paper_every_table_is_open_and_no_link_is_left(visit):
    page, go = visit(person("dean"), viewport=DESKTOP)
    go(PAGE)
    page.emulate_media(media="print")
    assert all(table.is_visible() for table in page.locator(".sf-panel table").all())
    assert not any(link.is_visible() for link in page.locator(".sf-panel a, .sf-panel summary").all())
