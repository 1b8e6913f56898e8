"""The pages in the footer: open to everybody, and true to what the system does."""

import pytest
from django.test import Client

from stepforward.people.privacy import Kind, declared
from stepforward.people.views.public_pages import what_we_hold
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

PAGES = ["/about/", "/become-a-facilitator/", "/accessibility/", "/privacy/", "/cookies/"]


def read(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_may_read_it_and_it_asks_the_database_nothing(path, db, django_assert_num_queries):
    """But for the quotes on what Step Forward is."""
    with django_assert_num_queries(1 if path == "/about/" else 0):
        read(path)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_all_of_them(path, coordinator, dean, stranger):
    for client in (None, *map(signed_in_as, (coordinator, dean, stranger))):
        footer = read(path, client).partition("<footer")[2]
        assert [page for page in PAGES if f'href="{page}"' not in footer] == []


def test_the_address_that_answers_is_the_one_our_emails_come_from(settings):
    settings.DEFAULT_FROM_EMAIL = "Step Forward <desk@trust.example>"
    for path in PAGES[1:]:
        assert "mailto:desk@trust.example" in read(path)


def test_the_privacy_notice_leaves_nothing_out_that_is_held_on_people():
    held = sum(len(details) for _, rows in what_we_hold() for details, *_ in rows)
    assert held == sum(f.kind is not Kind.NEITHER for fields in declared.values() for f in fields.values())
    text = read("/privacy/")
    assert "Access needs and dietary needs (special category)" in text
    for fields in declared.values():
        for field in fields.values():
            assert field.keep[1:].split("'")[0] in text


def test_the_cookies_page_names_every_cookie_that_a_visit_sets(coordinator, settings):
    # given somebody without an account who asks for a course with mistakes, and follows the footer
    visitor = Client()
    for path in ("/", "/request/", "/sessions/", "/accounts/login/", *PAGES):
        visitor.get(path)
    visitor.post("/request/", {})
    # and a coordinator who is told something on the next page
    page = "/emails/wording/people/login_code/reset/"
    signed_in = signed_in_as(coordinator)
    signed_in.post(page, {"based_on": "x"})
    # then the page says so of each
    text = read("/cookies/")
    named = {name for name in ("sessionid", "csrftoken", "messages") if f"<code>{name}</code>" in text}
    assert set(visitor.cookies) == {"csrftoken"}
    assert set(signed_in.cookies) == {"sessionid", "messages"}
    assert named == set(visitor.cookies) | set(signed_in.cookies)
    assert "after 14 days at the latest" in text


def test_the_cookies_page_goes_by_the_settings(settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    text = read("/cookies/")
    assert "<code>__Host-session</code>" in text
    assert "<code>__Host-csrf</code>" in text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_stands_in_anybody_s_way(browser, live_server, size, tmp_path):
    context, found = browser.new_context(viewport=size), []
    session = signed_in_as(person("dean")).cookies["sessionid"].value
    for cookies in ([], [{"name": "sessionid", "value": session, "url": live_server.url}]):
        context.add_cookies(cookies)
        tab = context.new_page()
        for path in PAGES:
            tab.goto(f"{live_server.url}{path}")
            found += barriers(tab)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            found += [f"{path} is {wide} wide"] if wide > size["width"] else []
            tab.screenshot(path=tmp_path / f"{path.strip('/')}.png", full_page=True)
    context.close()
    assert found == []
