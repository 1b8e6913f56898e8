"""The pages in a real browser: on a phone and a desk, with and without JavaScript, without a barrier."""

import pytest

from feedback import counting
from feedback.models import Ballot, InvitationLink
from feedback.tests.conftest import everybody, say, tokens_of
from stepforward.people import links
from stepforward.people.roles import Role
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def open_page(browser, live_server):
    """Open a path in a browser of its own: open_page("/x/", viewport=PHONE)."""
    contexts = []

    def opened(path, *, cookies=(), **options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        for name, morsel in cookies:
            context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def is_used(token):
    return InvitationLink.objects.get(token_hash=links.hash_of(token)).invitation.used


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_somebody_answers_on_a_phone(open_page, open_round, on_that_day, javascript):
    token = tokens_of(open_round(6))[0]
    page = open_page(f"/feedback/{token}/", viewport=PHONE, java_script_enabled=javascript)
    page.check("[name=respond_safely_before][value='2']")
    page.fill("[name=do_differently]", "Check in with the person afterwards")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("link", name="Choose a number for now").wait_for()
    assert page.input_value("[name=do_differently]") == "Check in with the person afterwards"
    page.check("[name=respond_safely_now][value='4']")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert page.context.cookies() == []
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_no_page_has_a_barrier_or_is_too_wide(open_page, open_round, now, on_that_day, viewport):
    found = open_round(9)
    tokens = tokens_of(found)
    for place, invitation in enumerate(everybody(found)[:8]):
        pair = place % 3 + 1, place % 2 + 4
        say(invitation, [pair] * 6, comments={"do_differently": ["Speak up", "public"]})
    counting.count_due(now=now)
    coordinator = signed_in_as(person(Role.COORDINATOR)).cookies.items()
    open_still = next(token for token in tokens if not is_used(token))
    answered = next(token for token in tokens if is_used(token))
    paths = [f"/feedback/{name}/" for name in (open_still, answered, "thank-you", "9-unknown")]
    pages = [open_page(path, viewport=viewport) for path in paths]
    report = f"/manage/sessions/{found.session_id}/feedback/"
    pages.append(open_page(report, viewport=viewport, cookies=coordinator))
    assert "What people made of it" in pages[-1].title()
    assert [line for page in pages for line in barriers(page)] == []
    assert all(fits(page) for page in pages)
