"""A throwaway database with the demo's story in it, and gunicorn on loopback in front of it."""

import io
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, redirect_stdout
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from stepforward.celery import app as celery_app

WORKERS = 2
STARTS_WITHIN = 30  # seconds


@contextmanager
def throwaway_database():
    """A migrated database of its own beside the configured one; yields its URL, then drops it."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    try:
        with redirect_stdout(io.StringIO()):  # it tells about tables even when asked to be quiet
            name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        # What is posted stays in this process: no worker of a running demo may take it.
        celery_app.conf.broker_url = "memory://localhost"
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        # Where none could be made, the connection still leads to the real one, which must stay.
        if connection.settings_dict["NAME"] != usual:
            connection.creation.destroy_test_db(usual, verbosity=0)


@contextmanager
def seeded_database():
    """The same with the demo's story in it."""
    with throwaway_database() as database:
        with override_settings(FEEDBACK_KEY=settings.FEEDBACK_KEY or secrets.token_hex(32)):
            call_command("seed_demo", stdout=io.StringIO())
            do_what_is_due()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield database


def do_what_is_due():
    """Every task of beat's schedule once, in this process."""
    celery_app.loader.import_default_modules()
    for due in settings.CELERY_BEAT_SCHEDULE.values():
        celery_app.tasks[due["task"]]()


@contextmanager
def gunicorn(database_url):
    """Two workers on a free port of 127.0.0.1; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "stepforward.measuring.settings",
        "DATABASE_URL": database_url,
        "DJANGO_ENV": settings.DJANGO_ENV,
    }
    command = [sys.executable, "-m", "gunicorn", "stepforward.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--log-level", "warning"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for(server, port, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(server, port, log):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"gunicorn did not start: {log.read().decode()[-2000:]}")
