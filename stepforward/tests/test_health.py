"""`/readyz` says no whenever something that the process needs is really not there."""

import time

import pytest
from django.conf import settings
from django.db import connection

from stepforward import health
from stepforward.tests.processes import run

pytestmark = pytest.mark.django_db

ASK = (
    "-c",
    "import django; django.setup(); from django.test import Client; "
    "client = Client(headers={'host': '127.0.0.1'}); "
    "print(*[client.get(path).status_code for path in ('/healthz', '/readyz')])",
)


@pytest.fixture
def beat():
    """Beat's last tick is kept in Redis; whatever it was comes back afterwards."""
    kept = health.redis().get(health.BEAT_KEY)
    health.note_beat()
    yield health.redis()
    health.redis().delete(health.BEAT_KEY)
    if kept is not None:
        health.redis().set(health.BEAT_KEY, kept)


def test_with_everything_there_both_say_yes(client, beat):
    assert [client.get(path).content for path in ("/healthz", "/readyz")] == [b"yes", b"yes"]


def test_a_silent_beat_is_not_ready(client, beat):
    beat.delete(health.BEAT_KEY)
    assert client.get("/readyz").status_code == 503
    health.note_beat(time.time() - health.BEAT_MAY_BE_SILENT - 1)
    assert client.get("/readyz").status_code == 503
    health.note_beat(time.time() - health.BEAT_MAY_BE_SILENT + 20)
    assert client.get("/readyz").status_code == 200


def test_a_migration_that_has_not_run_is_not_ready(client, beat):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'people'"
            " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'people')"
        )
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"no")


def test_a_broker_that_is_gone_is_not_ready_and_the_process_still_answers(client, beat, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_database_that_is_gone_is_not_ready_and_says_no_more_than_no():
    # given a process whose database does not answer
    environment = {
        "DJANGO_ENV": "test",
        "DATABASE_URL": "postgres://sf:a-password@127.0.0.1:9/nowhere",
        "REDIS_URL": settings.REDIS_URL,
    }
    code, said = run(environment, *ASK)
    # then it says so, and its log names neither the host nor the password
    assert code == 0, said
    assert said.splitlines()[-1] == "200 503" or "200 503" in said.splitlines()
    assert '"check": "_database"' in said
    assert "a-password" not in said


def test_the_tick_that_beat_sends_is_what_readyz_reads(client, beat):
    from stepforward.people.tasks import tick  # here, because tasks need the settings

    beat.delete(health.BEAT_KEY)
    tick()
    assert client.get("/readyz").status_code == 200
