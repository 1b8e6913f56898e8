"""Real servers for tests of whatever sends email, all on loopback: a mail server that can be told to refuse,
a broker that can be stopped and started again, workers."""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread
from urllib.parse import quote

from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import connection
from kombu import pools

from stepforward.celery import app as celery_app
from stepforward.devstack.broker import choose
from stepforward.devstack.mail_server import Keeper

HANG_UP = "hang up"


class MailServer(Keeper):
    """Keeps every message it takes in `folder`. `answers[address]` (or `answers["*"]`) is what it says to
    that recipient instead: an SMTP reply, or HANG_UP. `pause` is the seconds it thinks about a message."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)
        self.answers, self.pause = {}, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, self.answers.get("*", "250 yes"))
        if answer == HANG_UP:
            server.transport.abort()
        elif answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        return await super().handle_DATA(server, session, envelope)

    @property
    def messages(self):
        """What has arrived, in that order."""
        files = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]

    @property
    def count(self):
        return len(list(self.folder.glob("*.eml")))

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self):
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self._serve, args=[listening], daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.done.set)
        self.thread.join(5)

    def _serve(self, listening):
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            self.done = asyncio.Event()
            runner.run(self._until_done(listening))

    async def _until_done(self, listening):
        def conversation():
            return SMTP(self, enable_SMTPUTF8=True, hostname="mail.example.test", loop=self.loop)

        server = await self.loop.create_server(conversation, sock=listening)
        await self.done.wait()
        server.close()


class OwnBroker:
    """A Redis or Valkey of one's own, always on the same port."""

    def __init__(self, supervisor, folder):
        self.supervisor, self.folder = supervisor, folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.child = None

    def start(self):
        options = f"--bind 127.0.0.1 --port {self.port} --save  --appendonly no".split(" ")
        log = self.folder / "broker.log"
        self.child = self.supervisor.start("The broker", [choose()[1], *options], log=log, cwd=self.folder)
        wait_until(self.answers)

    def stop(self):
        self.supervisor.stop([self.child])

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


class Worker:
    """A real Celery worker in a process of its own, on this test's database, broker and mail server."""

    def __init__(self, supervisor, folder, *, broker_url, email_url, processes=2, **environment):
        name = secrets.token_hex(4)
        command = [sys.executable, "-m", "celery", "-A", "stepforward", "worker", "-n", f"{name}@%h"]
        command += ["-c", str(processes), "--without-mingle", "--without-gossip", "--without-heartbeat"]
        urls = {"DATABASE_URL": test_database_url(), "REDIS_URL": broker_url, "EMAIL_URL": email_url}
        self.supervisor = supervisor
        self.child = supervisor.start(
            "A worker",
            command,
            log=folder / f"worker-{name}.log",
            ending=signal.SIGQUIT,
            env=os.environ | {"DJANGO_ENV": "test"} | urls | environment,
            cwd=settings.BASE_DIR,
        )

    def kill(self):
        """As the kernel does when memory is short: no goodbye from the parent or from its children."""
        if self.child in self.supervisor.children:
            os.killpg(self.child.process.pid, signal.SIGKILL)
            self.supervisor.stop([self.child])


def test_database_url():
    """The URL of the database that this test uses, for another process."""
    at = connection.settings_dict
    secret = f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{quote(at['USER'], safe='')}{secret}@{quote(at['HOST'], safe='')}{port}/{at['NAME']}"


test_database_url.__test__ = False  # a name that pytest would otherwise collect


@contextmanager
def publishing_to(url):
    """Within it, this process sends its tasks to the broker at `url`."""
    before = celery_app.conf.broker_url

    def use(address):
        celery_app.conf.broker_url = celery_app.conf.broker_read_url = address
        celery_app.conf.broker_write_url = address
        pools.reset()
        celery_app.amqp._producer_pool = None

    use(url)
    try:
        yield
    finally:
        use(before)


def wait_until(true, seconds=60.0):
    """Until `true()` is; an assertion error after `seconds`."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"still not so after {seconds} seconds"
        time.sleep(0.05)
