"""A dead broker fails no booking: the email waits as a row, and goes out once when the broker is back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Booking
from courses.tests.factories import SessionFactory
from stepforward.devstack.processes import Supervisor
from stepforward.outbox import posting
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sending import sweep
from stepforward.outbox.tests.servers import MailServer, OwnBroker, Worker, publishing_to, wait_until
from stepforward.people.models import Organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_booking_works_without_the_broker_and_its_email_goes_out_once(client, tmp_path, monkeypatch):
    now = timezone.now()
    session = SessionFactory(starts_at=now + timedelta(days=3))
    organisation, _ = Organisation.objects.get_or_create(ods_code="RMC", defaults={"name": "Bolton"})
    person = {
        "name": "Una Nurse",
        "email": "una@nhs.example",
        "organisation": organisation.pk,
        "staff_group": "03",
    }
    monkeypatch.setattr(posting, "_broker_away_until", 0.0)
    with MailServer(tmp_path / "mailbox") as mail, Supervisor() as supervisor:
        broker = OwnBroker(supervisor, tmp_path)
        broker.start()
        with publishing_to(broker.url):
            # given that the broker has died
            broker.stop()
            # when somebody books
            answer = client.post(reverse("courses:book", args=[session.pk]), person)
            # then they have their place, and the email waits
            assert answer.status_code == 302
            assert Booking.objects.get().state == Booking.State.BOOKED
            assert OutgoingEmail.objects.get().state == OutgoingEmail.State.QUEUED
            # when the broker is back, beat's sweep finds it, however often it looks
            broker.start()
            Worker(supervisor, tmp_path, broker_url=broker.url, email_url=mail.url)
            monkeypatch.setattr(posting, "_broker_away_until", 0.0)
            for _ in range(3):
                sweep(now=timezone.now() + timedelta(minutes=1))
            wait_until(lambda: OutgoingEmail.objects.filter(state=OutgoingEmail.State.SENT).exists())
            # then it has gone out once
            sweep(now=timezone.now() + timedelta(minutes=1))
            assert [message["To"] for message in mail.messages] == ["Una Nurse <una@nhs.example>"]
