from copy import deepcopy
from pathlib import Path

import pytest

from stepforward.devstack.processes import Supervisor
from stepforward.outbox import posting
from stepforward.outbox.tests.servers import MailServer, OwnBroker, Worker, publishing_to


@pytest.fixture(autouse=True)
def wording(settings):
    """The tests' own email template."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def broker_not_left_alone(monkeypatch):
    monkeypatch.setattr(posting, "_broker_away_until", 0.0)


@pytest.fixture
def mail_server(tmp_path, settings):
    """A real mail server, which this process sends to; its folder is the demo's mailbox."""
    with MailServer(tmp_path / "mailbox") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server


@pytest.fixture
def supervisor():
    with Supervisor() as running:
        yield running


@pytest.fixture
def broker(supervisor, tmp_path):
    """A broker of our own, running, to which this process sends its tasks."""
    own = OwnBroker(supervisor, tmp_path)
    own.start()
    with publishing_to(own.url):
        yield own


@pytest.fixture
def worker(supervisor, broker, mail_server, tmp_path, transactional_db):
    """A function that starts a worker; those still running are killed before the database is cleared."""
    started = []

    def start(**options):
        started.append(
            Worker(supervisor, tmp_path, broker_url=broker.url, email_url=mail_server.url, **options)
        )
        return started[-1]

    yield start
    for one in started:
        one.kill()
