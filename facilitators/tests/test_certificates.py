"""Certificates of delivery: for who delivered, not for who watched; by email only of late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Certificate
from courses.tests.factories import BookingFactory
from facilitators import certifying, tasks
from facilitators.tests.factories import SessionFactory, accredited, assigned
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def delivered(now, *, ago=timedelta(days=2)):
    return SessionFactory(starts_at=now - ago, state="delivered", delivered_at=now - ago + timedelta(hours=2))


@pytest.mark.parametrize(
    ("part", "state", "certified"),
    [
        ("lead", "accepted", True),
        ("co_facilitator", "accepted", True),
        ("shadow", "accepted", False),
        ("observer", "accepted", False),
        ("lead", "declined", False),
        ("lead", "stood_down", False),
    ],
)
def test_who_delivered_is_certified(now, part, state, certified):
    assigned(accredited(), delivered(now), part, state)
    certifying.certify_due(now=now)
    assert Certificate.objects.exists() is certified


def test_a_session_whose_register_is_open_certifies_nobody(now):
    assigned(accredited(), SessionFactory(starts_at=now - timedelta(days=1), state="open"))
    assert certifying.certify_due(now=now) == 0
    assert not Certificate.objects.exists()


def test_it_says_the_part_comes_once_by_email_and_is_confirmed_to_anybody(now):
    facilitator = accredited()
    assigned(facilitator, delivered(now), "co_facilitator")
    for _ in range(3):
        certifying.certify_due(now=now)
    certificate = Certificate.objects.get()
    assert (certificate.holder, certificate.part) == (facilitator.user, "Co-facilitator")
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to_email) == ("facilitators/delivery_certified", facilitator.user.email)
    text = Client().get(f"/certificates/{certificate.code}/").text
    for words in ("Certificate of delivery", "Co-facilitator", facilitator.user.name, "valid"):
        assert words in text
    assert facilitator.user.email not in text
    assert Client().get(f"/certificates/{certificate.code}/pdf/").content.startswith(b"%PDF-")


def test_of_long_ago_it_stands_on_their_page_and_no_email_is_sent(now):
    facilitator = accredited()
    assigned(facilitator, delivered(now, ago=timedelta(days=100)))
    assert certifying.certify_due(now=now) == 0
    code = Certificate.objects.get().code
    assert not OutgoingEmail.objects.exists()
    oneself = signed_in_as(facilitator.user)
    for page in ("/offers/", f"/facilitators/{facilitator.pk}/"):
        assert f"/certificates/{code}/" in oneself.get(page).text


def test_one_person_may_attend_and_another_deliver_the_same_session(now):
    session = delivered(now)
    BookingFactory(session=session, attendance="attended")
    for part in ("lead", "co_facilitator"):
        assigned(accredited(), session, part)
    certifying.certify_due(now=now)
    assert Certificate.objects.filter(kind="delivery", session=session).count() == 2


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_asking_costs_the_same_however_many_delivered(now, sessions, django_assert_num_queries):
    facilitator = accredited()
    for n in range(sessions):
        assigned(facilitator, delivered(now, ago=timedelta(days=n + 1)))
    certifying.certify_due(now=now)
    with django_assert_num_queries(2):
        certifying.certify_due(now=now)


def test_beat_calls_it_by_its_name():
    assert tasks.certify.name == "facilitators.certify"
    tasks.certify()
