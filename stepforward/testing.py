"""Fixtures that every floor's tests use: people in each role, and clients signed in as them."""

import os
import shutil
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate
from django.test import Client
from playwright.sync_api import sync_playwright

from stepforward.people.models import Organisation, User
from stepforward.people.roles import Role
from stepforward.people.trusts import add_trusts


def bring_trusts_back(sender, **kwargs):
    """Tests that commit empty every table afterwards; the trusts, which a migration made, come back."""
    if sender.label == "people":
        add_trusts(Organisation.objects)


post_migrate.connect(bring_trusts_back)


def person(role=None, name=None):
    """A saved user with one role, or with none."""
    name = name or (Role(role).label if role else "Stranger")
    email = f"{name.lower().replace(' ', '.')}.{User.objects.count()}@example.test"
    return User.objects.create_user(email, name=name, roles=[role] if role else [])


def signed_in_as(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def reading_as(user):
    """A function that opens an address as this user, expects a status, and returns the text."""
    client = signed_in_as(user)

    def get(address, status=200):
        response = client.get(address)
        assert response.status_code == status
        return response.getvalue().decode() if response.streaming else response.content.decode()

    return get


@pytest.fixture
def coordinator(db):
    return person(Role.COORDINATOR)


@pytest.fixture
def dean(db):
    return person(Role.DEAN)


@pytest.fixture
def programme_lead(db):
    return person(Role.PROGRAMME_LEAD)


@pytest.fixture
def stranger(db):
    """Somebody with an account and no role."""
    return person()


@pytest.fixture
def now():
    """A Tuesday morning in winter, so that local time is UTC."""
    return datetime(2026, 1, 6, 9, 0, tzinfo=UTC)


BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium():
    """Where Debian's or anybody's Chromium is, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser():
    """A real headless browser. Without one the test is skipped, unless BROWSER=required."""
    executable = chromium()
    if executable is None:
        say = pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip
        say("There is no Chromium on this machine, so nothing was tried in a browser.")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable, args=BROWSER_FLAGS) as launched,
    ):
        # Playwright's loop runs in this thread; the tests still use the database in turn, never at once.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield launched
        connections.close_all()  # those that were opened beside its loop, which nobody finds afterwards
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser, live_server):
    """visit(user) opens a page for somebody signed in, and a function that goes to an address of the site."""
    opened = []

    def go(user, *, viewport=PHONE, scripts=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        opened.append(context)
        cookie = signed_in_as(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        return page, lambda address: page.goto(live_server.url + address)

    yield go
    for context in opened:
        context.close()


def barriers(page):
    """What axe finds on the open page against WCAG 2.2 AA, one line a finding; an empty list is good."""
    axe = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
    page.evaluate(axe.read_text())
    size = page.viewport_size
    # All of it at once: a bar that sticks to the lower edge lies over whatever is there.
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(size | {"height": max(whole, size["height"])})
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG_22_AA
    )
    page.set_viewport_size(size)
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
