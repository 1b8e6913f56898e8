"""The pages in a real browser: nothing that axe finds, nothing that sticks out of a phone."""

import pytest

from stepforward.audit.recording import record
from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.factories import change, invitation, letter
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = OutgoingEmail.State


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_pages_for_emails_and_audit_are_open_to_everybody(
    browser, live_server, mail_server, settings, now, size, tmp_path
):
    # given emails in every state
    coordinator = person("coordinator", "Nadia Rahman")
    settings.DEMO_MAILBOX = str(mail_server.folder)
    sent = letter(1, now=now, calendar=invitation(), calendar_method="REQUEST")
    sending.send(sent.pk, now=now)
    waiting = change(letter(2, now=now), attempts=3, error_code=451, error="try later")
    change(letter(3), state=State.FAILED, attempts=1, error_code=552, error="5.2.2 mailbox is full")
    change(letter(4), state=State.WITHDRAWN)
    for number in range(5, 40):
        record("email withdrawn", letter(number), by=coordinator, was="queued", attempts=0)
    [message] = mail_server.folder.glob("*.eml")
    # when the coordinator goes through the pages
    context = browser.new_context(viewport=size)
    session = signed_in_as(coordinator).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab, found = context.new_page(), []
    paths = ["/emails/", "/emails/?state=failed", f"/emails/{sent.pk}/", f"/emails/{waiting.pk}/"]
    paths += ["/emails/delivered/", f"/emails/delivered/{message.name}/", "/audit/", "/audit/?since=x"]
    for path in paths:
        tab.goto(f"{live_server.url}{path}")
        found += barriers(tab)
        wide = tab.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {wide} wide"] if wide > size["width"] else []
        tab.screenshot(
            path=tmp_path / f"{path.strip('/').replace('/', '-').replace('?', '-')}.png", full_page=True
        )
    context.close()
    # then nothing stands in anybody's way
    assert found == []
