"""Logs are JSON lines that hold no name, no token and nothing that anybody typed."""

import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path

from stepforward import urls as site
from stepforward.observing import JsonLines
from stepforward.people.access import public
from stepforward.people.models import User
from stepforward.tests.processes import run

NAME, TOKEN, SECRET = "Marker Markerson", "tok3n-marker-9f8e7d", "a-typed-marker"
pytestmark = pytest.mark.django_db


@public
def breaks(request, token):
    User.objects.get(email=request.POST["name"] + token)


urlpatterns = [*site.urlpatterns, path("breaks/<token>/", breaks, name="breaks")]
handler500 = site.handler500


@pytest.fixture
def log():
    """Every line that the site's own logging writes while the test runs."""
    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    keep = Keep()
    keep.setFormatter(JsonLines())
    loggers = [logging.getLogger(), *map(logging.getLogger, settings.LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(keep)
    yield lines
    for logger in loggers:
        logger.removeHandler(keep)


def test_an_error_says_where_and_which_kind_but_no_values(log, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    # when a page breaks over a form with a name in it, at an address with a token in it
    answer = client.post(f"/breaks/{TOKEN}/", {"name": NAME, "text": SECRET})
    # then the person sees a page, and the log says where it broke
    assert answer.status_code == 500
    said = [json.loads(line) for line in log]
    (error,) = [line for line in said if line.get("trace")]
    assert error["said"] == "DoesNotExist"
    assert any("test_logs.py:" in frame and "breaks" in frame for frame in error["trace"])
    (request,) = [line for line in said if line["said"] == "request"]
    assert (request["route"], request["status"], request["level"]) == ("breaks", 500, "error")
    # and neither the log nor the page repeats what was typed
    for marker in (NAME, TOKEN, SECRET):
        assert marker not in "\n".join(log) + answer.content.decode()


def test_an_error_in_words_with_values_is_logged_without_them():
    logger = logging.getLogger("somewhere")
    try:
        raise ValueError(f"{NAME} is not a number")
    except ValueError:
        record = logger.makeRecord(
            "somewhere", logging.ERROR, __file__, 1, "could not read %s", (SECRET,), sys.exc_info()
        )
    line = JsonLines().format(record)
    assert json.loads(line)["said"] == "ValueError"
    assert NAME not in line
    assert SECRET not in line


FAILING_WORKER = f"""
import os, signal, django
django.setup()
from celery.signals import task_failure
from stepforward.celery import app
app.conf.broker_url = "memory://"
@app.task(name="breaks")
def breaks(who):
    raise ValueError(who + " typed {SECRET}")
@task_failure.connect
def stop(**kwargs):
    os.kill(os.getpid(), signal.SIGTERM)
breaks.delay("{NAME}")
app.Worker(pool="solo", loglevel="INFO", quiet=True).start()
"""


def test_a_task_that_fails_says_which_and_where_but_no_values():
    environment = {"DJANGO_ENV": "test", "REDIS_URL": settings.REDIS_URL}
    code, said = run(environment, "-c", FAILING_WORKER)
    (error,) = [json.loads(line) for line in said.splitlines() if '"level": "error"' in line]
    assert (error["said"], error["task"]) == ("ValueError", "breaks")
    assert NAME not in said
    assert SECRET not in said


@pytest.mark.parametrize(
    "path", ["/request/", "/feedback/", "/bookings/", "/invited/", "/calendar/", "/no-such-page/"]
)
def test_tokens_in_addresses_stay_out_of_the_log(client, log, path):
    client.get(f"{path}{TOKEN}/?email={SECRET}")
    assert log
    assert TOKEN not in "\n".join(log)
    assert SECRET not in "\n".join(log)


def test_wrong_passwords_and_hosts_stay_out_of_the_log(client, log):
    client.post("/accounts/login/", {"login": f"{SECRET}@x.example", "password": SECRET})
    client.get("/", headers={"host": f"{SECRET}.example"})
    assert log
    assert SECRET not in "\n".join(log)


@pytest.mark.parametrize(
    "path", ["/bookings/no-such-link/calendar.ics", "/sessions/999999/", "/requests/999999/"]
)
def test_what_is_answered_with_a_clear_page_is_no_error_in_the_log(client, coordinator, log, path):
    client.force_login(coordinator)
    assert client.get(path).status_code == 404
    assert [json.loads(line)["level"] for line in log] == ["info"]
