"""A real worker reads a calendar that was made to break it, and the next one after it."""

import pytest
from django.utils import timezone

from facilitators import busy_calendars
from facilitators.ics.tests.calendars import calendar, event
from facilitators.models import BusyCalendar
from facilitators.tests.factories import FacilitatorFactory, calendar_of
from stepforward.devstack.processes import Supervisor
from stepforward.fetching.tests.servers import https_server
from stepforward.outbox.tests.servers import OwnBroker, Worker, publishing_to, wait_until

EVERY_SECOND = "BYHOUR={};BYMINUTE={};BYSECOND={}".format(
    *(",".join(map(str, range(count))) for count in (24, 60, 60))
)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_survives_a_bomb_and_reads_the_next(settings, tmp_path):
    today = timezone.now()
    bomb = event(f"DTSTART:{today:%Y%m%d}T000000Z", "DURATION:PT1S", f"RRULE:FREQ=DAILY;{EVERY_SECOND}")
    good = event(f"DTSTART:{today:%Y%m%d}T000000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    with https_server(settings, tmp_path) as server, Supervisor() as supervisor:
        broker = OwnBroker(supervisor, tmp_path)
        broker.start()
        server.answers |= {"/bomb.ics": (200, {}, calendar(bomb)), "/good.ics": (200, {}, calendar(good))}
        owner = FacilitatorFactory()
        first, second = (
            calendar_of(owner, name, server.address(f"/{name}.ics")) for name in ("bomb", "good")
        )
        with publishing_to(broker.url):
            assert busy_calendars.ask_for_reading(first.pk)
            assert busy_calendars.ask_for_reading(second.pk)
        worker = Worker(
            supervisor,
            tmp_path,
            broker_url=broker.url,
            email_url="smtp://127.0.0.1:9",
            processes=1,
            FETCH_LOOPBACK_CA=settings.FETCH_LOOPBACK_CA,
        )
        try:
            wait_until(lambda: second.busy_times.exists(), seconds=90)
        finally:
            worker.kill()
        log = "".join(path.read_text() for path in tmp_path.glob("worker-*.log"))
    assert BusyCalendar.objects.get(pk=first.pk).failure == "too_much"
    assert not first.busy_times.exists()
    # one request each, because the worker never died over it; and it says nothing of where it asked
    assert len(server.asked) == 2
    assert ".ics" not in log and "localhost" not in log.replace("worker@localhost", "")
