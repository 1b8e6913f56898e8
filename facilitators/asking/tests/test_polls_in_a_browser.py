"""A poll on a phone, from asking to the table, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.tests.factories import CourseFactory
from facilitators.models import Asked, Poll
from facilitators.tests.factories import accredited
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.testing import DESKTOP, PHONE, barriers, signed_in_as
from stepforward.ui.wording import civil_date, say_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_dates_are_asked_answered_and_seen_in_the_table(browser, live_server, coordinator, scripts):
    CourseFactory(name="Active Bystander")
    one = accredited()
    day = civil_date(timezone.now()) + timedelta(days=20)
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    cookie = signed_in_as(coordinator).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    # when the coordinator asks
    page = context.new_page()
    page.goto(f"{live_server.url}/facilitators/polls/new/")
    found = barriers(page) if scripts else []
    page.get_by_label("What is it for?").fill("Critical care")
    page.get_by_label("Active Bystander").check()
    page.get_by_label("Which dates?").fill(say_date(day))
    page.get_by_label("Evening").uncheck()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("0 of 1 answered").wait_for()
    # and the facilitator answers from the email
    email = OutgoingEmail.objects.get(kind="facilitators/poll_asked")
    address = re.sub(r"^https?://[^/]+", live_server.url, unseal(email.sealed_links)["poll_link"])
    theirs = browser.new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    theirs.goto(address)
    found += barriers(theirs) if scripts else []
    tile = theirs.locator(".sf-part").filter(has=theirs.locator(f'select[name="{day}-afternoon"]'))
    if scripts:
        tile.get_by_role("button").click()
    else:
        tile.locator("select").select_option("yes")
    assert not Asked.objects.get().answered_at
    theirs.get_by_role("button", name="Send my answers").click()
    theirs.get_by_text("Thank you.").wait_for()
    # then it stands in the table, and in their availability
    page.reload()
    assert "1 of 1 answered" in page.content()
    assert page.locator(".sf-answer--yes").count() == 1
    assert one.said.get().level == "yes"
    for viewport in (PHONE, DESKTOP) if scripts else ():
        page.set_viewport_size(viewport)
        for where in ("", f"{Poll.objects.get().pk}/"):
            page.goto(f"{live_server.url}/facilitators/polls/{where}")
            found += barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert found == []
    theirs.context.close()
    context.close()
