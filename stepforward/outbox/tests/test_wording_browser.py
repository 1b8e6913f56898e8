"""The wording of an email changed in a real browser, on a phone and on a desk: nothing is in the way."""

import pytest

from stepforward.outbox.models import WordingVersion
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_coordinator_rewords_an_email(browser, live_server, size, script, tmp_path):
    # given a coordinator who finds the code's email too long
    coordinator, found = person("coordinator", "Nadia Rahman"), []
    context = browser.new_context(viewport=size, java_script_enabled=script)
    session = signed_in_as(coordinator).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab = context.new_page()

    def look(name):
        if script:  # axe is one itself
            found.extend(barriers(tab))
            wide = tab.evaluate("document.documentElement.scrollWidth")
            found.extend([f"{name} is {wide} wide"] if wide > size["width"] else [])
        tab.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    tab.goto(f"{live_server.url}/emails/wording/")
    look("list")
    tab.get_by_role("link", name="The code to sign in").click()
    look("wording")
    # when they mistype a placeholder
    tab.get_by_label("Text").fill("Hi {nmae},\n\n{code}\n\nThe desk")
    tab.get_by_role("button", name="Save").click()
    look("mistake")
    assert "Did you mean {name}?" in tab.content()
    # and try it out, then save it
    tab.get_by_label("Text").fill("Hi {name},\n\n{code}\n\nThe desk")
    tab.get_by_role("button", name="Preview").click()
    look("preview")
    assert tab.get_by_text("Hi Nadia Rahman,").is_visible()
    tab.get_by_role("button", name="Save").click()
    look("saved")
    # then it is the wording, and one button takes it back
    assert WordingVersion.objects.first().text.startswith("Hi {name},")
    tab.get_by_role("button", name="Reset to the default").click()
    tab.wait_for_load_state()
    look("reset")
    assert WordingVersion.objects.first().is_reset
    context.close()
    assert found == []
