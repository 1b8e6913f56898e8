"""Two coordinators press "Send it" at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from courses import mailings
from courses.models import Mailing
from courses.reaching import reach
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import person

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = {"session": None, "course": None, "organisation": None, "since": None, "until": None, "groups": []}


def press_at_once(mailing, seen, coordinators):
    together = Barrier(len(coordinators))

    def press(by):
        together.wait()
        mailings.send(mailing=mailing, seen=seen, by=by, now=timezone.now())
        connection.close()

    threads = [Thread(target=press, args=[by]) for by in coordinators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def ready():
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=9))
    for n in range(5):
        BookingFactory(session=session, name=f"Person {n}", email=f"p{n}@trust.example", state="booked")
    whom = NOBODY | {"session": session, "groups": ["booked"]}
    coordinators = [person("coordinator") for _ in range(4)]
    mailing = mailings.draft(
        to="session", subject="News", text="Hello {name}", by=coordinators[0], now=timezone.now(), **whom
    )
    return mailing, reach(mailing, now=timezone.now()).seen, coordinators


def test_one_mailing_goes_whoever_is_first(ready):
    press_at_once(*ready)
    assert OutgoingEmail.objects.filter(about="courses.Mailing").count() == 5
    assert AuditEvent.objects.filter(verb="mailing sent").count() == 1


def test_without_the_lock_each_would_think_it_was_the_first(ready, monkeypatch):
    """The positive control: the lock is what the test above tests."""
    mailing, seen, coordinators = ready
    inside = Barrier(len(coordinators), timeout=5)

    def unlocked(mailing):
        found = Mailing.objects.with_facts().get(pk=mailing.pk)
        inside.wait()
        return found

    monkeypatch.setattr(mailings, "_locked", unlocked)
    press_at_once(mailing, seen, coordinators)
    assert AuditEvent.objects.filter(verb="mailing sent").count() == 4
    assert (
        OutgoingEmail.objects.filter(about="courses.Mailing").count() == 5
    )  # their keys are unique all the same
