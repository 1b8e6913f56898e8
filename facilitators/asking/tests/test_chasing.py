import re
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from facilitators.asking import chasing
from facilitators.refusals import AskedAlready, NotOpenToChange
from facilitators.saying import usual_week
from facilitators.tests.factories import FacilitatorFactory, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.testing import signed_in_as

OUT = datetime(2026, 1, 20, 9, tzinfo=UTC)  # the day on which rotas are out, a Tuesday


@pytest.fixture
def silent(db):
    return FacilitatorFactory()


def chased(now=OUT):
    chasing.chase(now=now)
    return list(OutgoingEmail.objects.order_by("pk").values_list("to_email", flat=True))


def test_who_said_nothing_of_six_weeks_is_asked_once_rotas_are_out(silent):
    assert chased(OUT - timedelta(days=1)) == []
    assert chased(OUT - timedelta(hours=2)) == []  # seven in the morning
    assert chased() == [silent.user.email]
    assert chased(OUT + timedelta(days=8)) == [silent.user.email]
    assert len(chased(OUT + timedelta(days=31))) == 2


def test_nobody_is_asked_twice_within_a_month_across_its_end(silent):
    chased(datetime(2026, 1, 31, 9, tzinfo=UTC))
    assert len(chased(datetime(2026, 2, 20, 9, tzinfo=UTC))) == 1
    assert len(chased(datetime(2026, 2, 28, 9, tzinfo=UTC))) == 2


def test_who_said_something_has_a_usual_week_wants_none_or_left_is_left_in_peace(db, now):
    said, usual, wants_none, left = (FacilitatorFactory() for _ in range(4))
    says(said, date(2026, 3, 3), morning="no")  # the last day that counts
    usual_week.keep(
        facilitator=usual, parts={(0, "morning"): "yes"}, starts_on=date(2026, 1, 6), by=None, now=now
    )
    wants_none.sessions_a_month, left.left_on = 0, date(2026, 1, 19)
    wants_none.save()
    left.save()
    assert chased() == []
    said.said.update(day=date(2026, 3, 4))
    assert chased() == [said.user.email]


def test_who_is_away_throughout_is_left_in_peace_and_who_comes_back_is_not(silent, coordinator):
    leave = silent.leaves.create(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 3), said_by=coordinator, said_at=OUT
    )
    assert chased() == []
    leave.ends_on = date(2026, 3, 2)
    leave.save()
    assert chased() == [silent.user.email]


def test_the_day_on_which_rotas_are_out_is_a_setting(silent, settings):
    settings.ROTAS_OUT_ON = 5
    assert chased(datetime(2026, 1, 5, 9, tzinfo=UTC)) == [silent.user.email]


def test_the_email_has_a_private_link_that_opens_their_page(silent):
    chasing.ask(facilitator=silent, by=None, now=timezone.now())
    email = OutgoingEmail.objects.get()
    assert "[[availability_link]]" in email.text and "/availability/" not in email.text
    address = unseal(email.sealed_links)["availability_link"]
    page = Client().get(re.sub(r"^https?://[^/]+", "", address))
    assert page.status_code == 200 and silent.user.name in page.content.decode()


def test_the_coordinator_asks_one_of_them_at_most_once_a_day(silent, coordinator):
    client = signed_in_as(coordinator)
    address = f"/facilitators/{silent.pk}/"
    assert "Ask when they are free" in client.get(address).content.decode()
    text = client.post(f"{address}ask/", follow=True).content.decode()
    assert "We have asked" in text and "Last asked on" in text
    assert "Give them time to answer" in client.post(f"{address}ask/", follow=True).content.decode()
    assert OutgoingEmail.objects.count() == 1
    assert client.get(f"{address}ask/").status_code == 405


def test_asking_counts_for_the_month_too_and_who_left_is_not_asked(silent):
    chasing.ask(facilitator=silent, by=None, now=OUT - timedelta(days=5))
    assert chased() == [silent.user.email]
    with pytest.raises(AskedAlready):
        chasing.ask(facilitator=silent, by=None, now=OUT - timedelta(days=5))
    silent.left_on = date(2026, 1, 21)
    silent.save()
    with pytest.raises(NotOpenToChange):
        chasing.ask(facilitator=silent, by=None, now=OUT)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_chase_at_once_write_to_each_once():
    for _ in range(3):
        FacilitatorFactory()
    ready, done = Barrier(2), []

    def work():
        try:
            ready.wait(5)
            done.append(chasing.chase(now=OUT))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sum(done) == 3 and len(done) == 2
    assert OutgoingEmail.objects.count() == 3
