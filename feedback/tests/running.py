"""The whole system as processes, for journeys: gunicorn, both workers and beat, on the test's own
database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PYTHON = sys.executable
START_WITHIN = 30  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url():
    """The address of the database that this test's own connection uses."""
    at = connection.settings_dict
    who = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{who}@{quote(at['HOST'], safe='')}{port}/{at['NAME']}"


@contextmanager
def whole_system(*, redis_url, smtp_port, folder):
    """Yield the address of a running Step Forward; logs go to `folder`. Only the counting worker has the
    key."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    web = {
        **os.environ,
        "DJANGO_ENV": "test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SITE_URL": address,
        "FEEDBACK_KEY": "",
    }
    celery = [PYTHON, "-m", "celery", "-A", "stepforward"]
    commands = {
        "web": ([PYTHON, "-m", "gunicorn", "stepforward.wsgi", "-w", "2", "-b", f"127.0.0.1:{port}"], web),
        "worker": ([*celery, "worker", "-Q", "celery", "-P", "solo", "-n", "main@%h"], web),
        "counting": (
            [*celery, "worker", "-Q", "counting", "-P", "solo", "-n", "counting@%h"],
            web | {"FEEDBACK_KEY": settings.FEEDBACK_KEY or "the journey's counting key"},
        ),
        "beat": ([*celery, "beat", "--schedule", str(folder / "beat"), "--max-interval", "1"], web),
    }
    running = []
    try:
        for name, (command, environment) in commands.items():
            with (folder / f"{name}.log").open("wb") as log:
                running.append(
                    subprocess.Popen(
                        command,
                        env=environment,
                        cwd=settings.BASE_DIR,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(address):
    until = time.monotonic() + START_WITHIN
    while True:
        try:
            return urllib.request.urlopen(address, timeout=1)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
