"""A real worker is killed in the middle of a file: nothing of it is there, the page says so, and the next
worker does it whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stepforward.devstack.processes import Supervisor
from stepforward.importing import working
from stepforward.importing.models import Moved, Pass
from stepforward.importing.tests.test_pages import brought
from stepforward.outbox.tests.servers import OwnBroker, Worker, publishing_to, wait_until
from stepforward.testing import person, signed_in_as

ROWS = 2_000


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_nothing_half_done(tmp_path):
    coordinator = person("coordinator")
    run = brought(ROWS, coordinator)
    client, page = signed_in_as(coordinator), f"/manage/import/{run.pk}/"
    with Supervisor() as supervisor:
        broker = OwnBroker(supervisor, tmp_path)
        broker.start()
        with publishing_to(broker.url):
            # given a worker in the middle of a file
            client.post(f"{page}move-in/")
            one = Pass.objects.get()
            worker = a_worker(supervisor, tmp_path, broker)
            wait_until(lambda: Pass.objects.get().rows_done, seconds=90)
            said = client.get(page).content.decode()
            assert f"of {ROWS:,}</strong> rows done" in said
            # when it is killed
            worker.kill()
            Pass.objects.update(began_at=timezone.now() - timedelta(minutes=1))
            # then nothing is there, and the page says so
            wait_until(lambda: "Moving it in failed" in client.get(page).content.decode())
            said = client.get(page).content.decode()
            assert "The worker was stopped before it was done" in said
            assert f"{ROWS:,} of {ROWS:,} rows would be made" in said
            assert not Moved.objects.exists()
            # when it is started again, a worker that also finds what the first one left does it once
            client.post(f"{page}move-in/")
            a_worker(supervisor, tmp_path, broker)
            working.wake_worker(one.pk)
            wait_until(lambda: Pass.objects.first().state == "done", seconds=180)
    run.refresh_from_db()
    assert (run.state, run.made, Moved.objects.count()) == ("moved_in", ROWS, ROWS)
    assert list(Pass.objects.values_list("state", flat=True)) == ["done", "failed"]


def a_worker(supervisor, folder, broker):
    return Worker(supervisor, folder, broker_url=broker.url, email_url="smtp://127.0.0.1:9", processes=1)
