"""The whole system as processes, for journeys: web, both workers and beat on the test's own database, with a
broker and a mail server of their own."""

import os
import secrets
import socket
import sys
import urllib.request
from contextlib import contextmanager

from django.conf import settings

from stepforward.devstack.processes import Supervisor
from stepforward.outbox.tests.servers import MailServer, OwnBroker, test_database_url, wait_until

CELERY = "-m celery -A stepforward"
WORKER = f"{CELERY} worker -c 1 --without-mingle --without-gossip --without-heartbeat"


class Running:
    """`address` of the site, and `mail`, the server that takes what it sends."""

    def __init__(self, address, mail):
        self.address, self.mail = address, mail
        self.looked_at = set()  # headings of the pages that were searched for barriers

    def email(self, *, to, subject):
        """The newest message to `to` whose subject holds `subject`; waits until it has arrived."""
        wait_until(lambda: self._emails(to, subject), seconds=40)
        return self._emails(to, subject)[-1]

    def _emails(self, to, subject):
        return [
            one for one in self.mail.messages if to in one["To"] and subject.lower() in one["Subject"].lower()
        ]


@contextmanager
def whole_system(folder):
    """Yield a Running; logs go to `folder`. As in production, only the counting worker has FEEDBACK_KEY."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with MailServer(folder / "mailbox") as mail, Supervisor() as supervisor:
        broker = OwnBroker(supervisor, folder)
        broker.start()
        common = {name: value for name, value in os.environ.items() if name != "FEEDBACK_KEY"}
        common |= {
            "DJANGO_ENV": "test",
            "DATABASE_URL": test_database_url(),
            "REDIS_URL": broker.url,
            "EMAIL_URL": mail.url,
            "SITE_URL": address,
        }
        key = settings.FEEDBACK_KEY or secrets.token_hex(32)

        def start(name, command, **environment):
            command, log = [sys.executable, *command.split()], folder / f"{name}.log"
            supervisor.start(name, command, log=log, env=common | environment, cwd=settings.BASE_DIR)

        start("web", f"-m gunicorn stepforward.wsgi --preload --workers=2 --bind=127.0.0.1:{port}")
        start("worker", f"{WORKER} -Q celery -n journey@%h")
        start("counting", f"{WORKER} -Q counting -n counting-journey@%h", FEEDBACK_KEY=key)
        start("beat", f"{CELERY} beat --pidfile= --schedule={folder / 'beat'}")
        wait_until(lambda: _answers(f"{address}/healthz"))
        yield Running(address, mail)


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
