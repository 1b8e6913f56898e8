from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stepforward.importing import working
from stepforward.importing.running import bring
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = b"Email,Organisation,Team,People,Dates\na@b.example,MRI,ED,not sure,ASAP\n"
ROWS += b"c@b.example,Bolton,ED,9-16,ASAP\n"


@pytest.fixture
def waiting():
    """(somebody who may move records in, a file of theirs that was looked through, one that a worker has)."""
    coordinator, now = person("coordinator"), timezone.now()
    file = SimpleUploadedFile("requests.csv", ROWS)
    run = bring(file=file, name=file.name, by=coordinator, now=now)
    other = working.bring(file=file, name="more requests.csv", by=coordinator, now=now)
    # Begun a little ahead, so that nobody asks after a worker that is not there.
    soon = now + timedelta(hours=1)
    other.passes.update(state="going", began_at=soon, rows_done=4_500, rows_in_all=10_000)
    return coordinator, run, other


def opened_in(browser, live_server, coordinator, **options):
    cookie = signed_in_as(coordinator).cookies["sessionid"].value
    context = browser.new_context(**options)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_pages_keep_nobody_out(browser, live_server, size, waiting):
    coordinator, run, other = waiting
    failed = bring(file=SimpleUploadedFile("x.csv", ROWS), name="x.csv", by=coordinator, now=timezone.now())
    failed.passes.create(
        deed="move", state="failed", by=coordinator, asked_at=run.brought_at, began_at=run.brought_at,
        why=working.DIED,
    )  # fmt: skip
    context = opened_in(browser, live_server, coordinator, viewport=size)
    page, found = context.new_page(), []
    for path in ("", f"{run.pk}/", f"{other.pk}/", f"{failed.pk}/"):
        page.goto(f"{live_server.url}/manage/import/{path}")
        found += barriers(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {wide} wide"] if wide > size["width"] else []
    context.close()
    assert found == []


def test_the_page_follows_the_worker_by_itself_to_the_end(browser, live_server, waiting):
    coordinator, _, run = waiting
    context = opened_in(browser, live_server, coordinator)
    page = context.new_page()
    page.goto(f"{live_server.url}/manage/import/{run.pk}/")
    assert page.locator("progress").get_attribute("value") == "4500"
    assert page.get_by_text("Refresh").count() == 0
    run.passes.update(rows_done=9_000)
    page.get_by_text("9,000 of 10,000").wait_for()
    run.passes.update(state="waiting", began_at=None)
    working.work(run.passes.get().pk, now=timezone.now())
    page.get_by_text("Is this what more requests.csv means?").wait_for()
    context.close()


def test_without_javascript_the_page_can_be_refreshed_and_the_worker_stopped(browser, live_server, waiting):
    coordinator, _, run = waiting
    context = opened_in(browser, live_server, coordinator, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/manage/import/{run.pk}/")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "3"
    run.passes.update(rows_done=9_000)
    page.get_by_role("button", name="Refresh").click()
    assert page.get_by_text("9,000 of 10,000").is_visible()
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_text("Stopping after 9,000 of 10,000 rows.").is_visible()
    context.close()
