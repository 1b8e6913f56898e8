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


SENT_BY = "Send my answers"


def fill(page):
    page.check("[name=respond_safely_before][value='2']")
    page.check("[name=respond_safely_now][value='0']")
    page.check("[name=pace][value='2']")
    page.fill("[name=do_differently]", "Ask, and wait")


def test_what_was_typed_survives_a_reload_and_is_forgotten_once_sent(open_page, open_round, on_that_day):
    token = tokens_of(open_round(6))[0]
    page = open_page(f"/feedback/{token}/", viewport=PHONE)
    fill(page)
    page.reload()
    page.get_by_text("What you had answered is still here").wait_for()
    assert page.input_value("[name=do_differently]") == "Ask, and wait"
    assert page.is_checked("[name=respond_safely_now][value='0']")
    assert page.is_checked("[name=pace][value='2']")
    page.get_by_role("button", name=SENT_BY).click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_minute_without_a_connection_and_a_double_tap_count_once(open_page, open_round, on_that_day):
    token = tokens_of(open_round(6))[0]
    page = open_page(f"/feedback/{token}/", viewport=PHONE)
    fill(page)
    page.context.set_offline(True)
    page.get_by_role("button", name=SENT_BY).dblclick()
    page.get_by_text("There is no connection.").wait_for()
    assert not Ballot.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Thank you").wait_for(timeout=30_000)
    assert Ballot.objects.count() == 1


def test_a_reader_of_the_screen_hears_groups_names_and_errors(open_page, open_round, on_that_day):
    token = tokens_of(open_round(6))[0]
    page = open_page(f"/feedback/{token}/", viewport=PHONE, java_script_enabled=False)
    page.check("[name=respond_safely_before][value='2']")
    page.get_by_role("button", name=SENT_BY).click()
    tree = page.get_by_role("main").aria_snapshot()
    for said in (
        'group "I could respond safely in the moment',
        'group "Before"',
        'radio "Can’t say"',
        'textbox "What is one thing that you will do differently?',
        'group "The pace was"',
        'combobox "Your staff group, if you like',
        "Error: Choose a number for now",
    ):
        assert said in tree, tree
