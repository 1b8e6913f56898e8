"""The dashboard and the report in a real browser: nothing that axe finds, nothing clipped or too wide, and
all of it without JavaScript."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from stepforward.people.models import Organisation
from stepforward.rollout.seed import month_after
from stepforward.rollout.tests.factories import FactFactory, PhaseFactory
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is wrong with the charts that are shown: [sentence, …].
CHARTS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.sf-chart svg')) {
    if (!svg.checkVisibility()) continue;
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    const tiles = svg.closest('#trusts-reached') ? [...svg.querySelectorAll('rect')] : [];
    for (const text of svg.querySelectorAll('text')) {
      const at = text.getBoundingClientRect(), size = parseFloat(getComputedStyle(text).fontSize) * scale;
      const aside = at.left < box.left - 1 || at.right > box.right + 1;
      const above = at.top < box.top - 1 || at.bottom > box.bottom + 1;
      if (aside || above) found.push(text.textContent + ' is clipped');
      if (size < 10.9) found.push(`${text.textContent} is ${size} pixels high`);
      for (const tile of tiles.map(one => one.getBoundingClientRect())) {
        const beside = at.left >= tile.left && at.left < tile.right;
        const within = beside && at.top > tile.top && at.top < tile.bottom;
        if (within && at.right > tile.right) found.push(text.textContent + ' runs over its tile');
      }
    }
  }
  return found;
}"""


@pytest.fixture
def programme(db):
    """A phase half over, and people from most trusts in it."""
    today = civil_date(timezone.now())
    PhaseFactory(during=DateRange(month_after(today, -6), month_after(today, 6)))
    for number, trust in enumerate(Organisation.objects.exclude(ods_code="RX7")[:24]):
        day = today - timedelta(days=7 * number)
        FactFactory(
            day=day, organisation=trust, n=3 + 4 * number, staff_group=("03", "01", "04", "02")[number % 4]
        )


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_rollout_can_be_read_by_everybody(browser, live_server, programme, size):
    context = browser.new_context(viewport=size)
    session = signed_in_as(person("dean")).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab, found = context.new_page(), []
    tab.on("console", lambda message: found.append(message.text))
    paths = ("/rollout/?phase=all", "/rollout/?staff_group=03&system=QOP")
    for path in (
        *paths,
        "/rollout/",
        "/rollout/report/",
        "/rollout/?phase=dates&from=2020-01-01&organisation=RXL&course=x",
    ):
        tab.goto(f"{live_server.url}{path}")
        found += barriers(tab)
        found += [f"{path}: {wrong}" for wrong in tab.evaluate(CHARTS)]
        if (wide := tab.evaluate("document.documentElement.scrollWidth")) > size["width"]:
            found.append(f"{path} is {wide} wide")
    context.close()
    assert found == []


def test_tables_filters_and_csvs_work_without_javascript(browser, live_server, programme):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    session = signed_in_as(person("dean")).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab = context.new_page()
    tab.goto(f"{live_server.url}/rollout/")
    # when the table is opened, and one system chosen
    trusts = tab.locator("#trusts-reached")
    trusts.get_by_text("Show as a table").click()
    assert trusts.get_by_role("row").count() == 32
    tab.get_by_label("System").select_option("Greater Manchester")
    tab.get_by_role("button", name="Show").click()
    # then the page is about that system, and so is its CSV
    assert "Greater Manchester" in tab.locator(".sf-lead").inner_text()
    with tab.expect_download() as download:
        tab.locator("#trusts-reached").get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 10
    assert all(line.startswith("Greater Manchester,") for line in lines[1:])
    context.close()
