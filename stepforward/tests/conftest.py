"""The whole site walked once: every route, asked by everybody, in the demo's story."""

from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from django.core.paginator import Page
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from stepforward.health import note_beat
from stepforward.tests import world
from stepforward.ui.exports import FORMATS

STORY = "story"  # what happened to one thing, told in sentences: paged, but no list


@dataclass
class Answer:
    """What one persona got from one route. `deed` is true where only POST is answered; `files` are what a
    page with a list gave when it was asked for each kind of file."""

    status: int
    location: str
    headers: dict
    content_type: str
    text: str
    queries: int
    deed: bool
    is_list: bool = False
    files: dict = field(default_factory=dict)


@pytest.fixture(scope="session")
def walked(django_db_setup, django_db_blocker, tmp_path_factory):
    """{(route, persona): Answer}; a route that has no address here is missing."""
    mailbox = tmp_path_factory.mktemp("mailbox")
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = "amy@trust.example", "Hello", "<1@x.example>"
    message["Date"] = "Tue, 06 Jan 2026 09:00:00 +0000"
    message.set_content("Hello")
    (mailbox / "1.eml").write_bytes(message.as_bytes())
    demo = {"DEMO_MAILBOX": str(mailbox), "FEEDBACK_KEY": "ab" * 32}
    with override_settings(**demo), django_db_blocker.unblock(), world.planted():
        addresses, clients = world.addresses(), world.clients()
        return {
            (route, persona): ask(client, path, world.POSTED.get(route, {}))
            for route, path in sorted(addresses.items())
            for persona, client in clients.items()
        }


def ask(client, path, posted):
    """GET, or POST where GET is not answered; whatever it did is undone."""
    note_beat()  # the whole walk may take longer than beat may be silent
    reset_queries()  # the log holds 9,000, and says nothing of those after them
    point = transaction.savepoint()
    cookies = client.cookies.copy()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if deed := response.status_code == 405:
        response = client.post(path, posted)
    is_list = not deed and _shows_a_list(response)
    text = b"".join(response) if response.streaming else response.content
    files = {kind: _file(client, path, kind) for kind in FORMATS} if is_list else {}
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return Answer(
        status=response.status_code,
        location=response.headers.get("location", ""),
        headers=dict(response.headers),
        content_type=response.headers.get("content-type", ""),
        text=text.decode(errors="replace"),  # a PDF is no text
        queries=len(queries),
        deed=deed,
        is_list=is_list,
        files=files,
    )


def _shows_a_list(response):
    contexts = response.context if isinstance(response.context, list) else filter(None, [response.context])
    shown = [item for context in contexts for item in context.flatten().items()]
    stories = [value for name, value in shown if name == STORY]
    return any(isinstance(value, Page) and value not in stories for _, value in shown)


def _file(client, path, kind):
    response = client.get(path, {"format": kind})
    return b"".join(response) if response.streaming else b""
