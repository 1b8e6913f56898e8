"""Hostile and clumsy requests to every route, by somebody who may open it: a clear answer, never an error."""

import re
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test.utils import override_settings

from stepforward.health import note_beat
from stepforward.people.roles import Role
from stepforward.tests import doors, world

pytestmark = pytest.mark.django_db
NUL, HUGE, LAST_DAY = "a\x00b", "9" * 25, "9999-12-31"
MARKUP = "a\r\nBcc: all@trust.example {{ x }} %s <script>alert(1)</script> \u202eمرحبا 🎉"
FILTERS = (
    "page q state kind verb since until course stage system from to phase organisation staff_group where tab "
    "theme setting with"
)
SAID = {"do", "reason", "state", "part", "facilitator", "name", "email"}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    demo = {"DEMO_MAILBOX": str(tmp_path_factory.mktemp("mailbox")), "FEEDBACK_KEY": "ab" * 32}
    with override_settings(**demo), django_db_blocker.unblock(), world.planted():
        yield world.addresses(), world.clients()


def persona_for(route):
    who = doors.WHO[route]
    if who == doors.EVERYBODY:
        return world.ANONYMOUS
    return Role.COORDINATOR if who == doors.SIGNED_IN or Role.COORDINATOR in who else Role.FACILITATOR


def wrong_answers(site, ask):
    """{route: status} of every route that answers `ask(client, path)` with an error, or with nothing said."""
    addresses, clients = site
    wrong = {}
    for route, path in addresses.items():
        client = clients[persona_for(route)]
        note_beat()  # the whole walk may take longer than beat may be silent
        point, cookies = transaction.savepoint(), client.cookies.copy()
        answer = ask(client, path)
        said = b"".join(answer) if answer.streaming else answer.content
        transaction.savepoint_rollback(point)
        client.cookies = cookies
        page = answer.headers.get("content-type", "").startswith("text/html")
        blank = answer.status_code >= 400 and page and b"<h1" not in said
        if answer.status_code >= 500 or blank or b"<script>alert" in said:
            wrong[route] = answer.status_code
    return wrong


@pytest.mark.parametrize(
    ("value", "kind"),
    [("unknown", "csv"), (NUL, "page"), (HUGE, "page"), (LAST_DAY, "csv"), (MARKUP, "page")],
    ids=["unknown", "NUL", "huge", "last day", "markup"],
)
def test_no_question_in_an_address_breaks_a_page(site, value, kind):
    query = "&".join(f"{name}={quote(value)}" for name in FILTERS.split()) + f"&format={kind}"
    assert wrong_answers(site, lambda client, path: client.get(f"{path}?{query}")) == {}


@pytest.mark.parametrize("value", [NUL, HUGE, MARKUP], ids=["NUL", "huge", "markup"])
def test_nothing_that_is_posted_breaks_a_page(site, value):
    def post(client, path):
        page = client.get(path)
        names = set(re.findall(rb'name="([^"]+)"', b"" if page.streaming else page.content))
        said = dict.fromkeys(SAID | {name.decode() for name in names}, value)
        # A date with a real year is read further than one without.
        said |= {name: "2027" for name in said if name.endswith("_year")}
        return client.post(path, said)

    assert wrong_answers(site, post) == {}
