"""`/healthz` says that the process answers; `/readyz` that everything it needs does. Neither says more."""

import logging
import time

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from redis import Redis

from stepforward.people.access import public

BEAT_KEY = "stepforward:beat"
BEAT_MAY_BE_SILENT = 180  # seconds

logger = logging.getLogger(__name__)


def redis():
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def note_beat(now=None):
    """Remember that beat's tick got through the broker and a worker, in seconds since the epoch."""
    redis().set(BEAT_KEY, int(now or time.time()))


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are missing")


def _broker_and_beat():
    last = redis().get(BEAT_KEY)
    if last is None or time.time() - int(last) > BEAT_MAY_BE_SILENT:
        raise RuntimeError("beat is silent")


@public
def healthz(request):
    return HttpResponse("yes", content_type="text/plain")


@public
def readyz(request):
    for check in (_database, _migrations, _broker_and_beat):
        try:
            check()
        except Exception as error:  # whatever it is, the answer is no
            logger.warning(
                "not ready", extra={"fields": {"check": check.__name__, "error": type(error).__name__}}
            )
            return HttpResponse("no", status=503, content_type="text/plain")
    return HttpResponse("yes", content_type="text/plain")
