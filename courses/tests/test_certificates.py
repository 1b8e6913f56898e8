"""Certificates of attendance: for everybody who came, once, whatever happens, and true for as long as they
hold."""

import re
from datetime import timedelta

import pytest

from courses import certifying, correcting, registers, tasks
from courses.models import Booking, Certificate, QualityDomain
from courses.refusals import NotDelivered
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.rollout.models import Fact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def session():
    """It begins at NOW; two are booked and one more was cancelled."""
    session = SessionFactory(starts_at=NOW)
    BookingFactory(session=session, name="Agnieszka Wójcik")
    BookingFactory(session=session, name="Sam Asante")
    BookingFactory(session=session, state="cancelled", ended_at=NOW - DAY)
    return session


def closed(session, *, after=timedelta(hours=2), came=None):
    booked = list(session.bookings.booked().order_by("pk"))
    came = booked if came is None else came
    registers.mark(session=session, attended=came, by=None, now=NOW + after)
    return registers.close(session=session, by=None, now=NOW + after)


def emails():
    return [(one.kind, one.to_name) for one in OutgoingEmail.objects.order_by("pk")]


def test_closing_the_register_certifies_who_came_and_nobody_else(session):
    first, second = session.bookings.booked().order_by("pk")
    session.course.domains.set(QualityDomain.objects.filter(number__in=[3, 1]))
    closed(session, came=[first])
    certificate = Certificate.objects.get()
    assert (certificate.booking, certificate.name) == (first, "Agnieszka Wójcik")
    assert (certificate.course, certificate.said_hours) == ("Active Bystander", "2 hours")
    assert certificate.domains == [
        "HEE Quality Framework 2021: 1. Learning environment and culture",
        "HEE Quality Framework 2021: 3. Developing and supporting learners",
    ]
    assert AuditEvent.objects.get(verb="certificates issued").details == {"certificates": 1}


def test_everybody_certified_gets_one_email_with_the_link_and_never_a_second(session):
    closed(session)
    for _ in range(3):
        certifying.certify_due(now=NOW + DAY)
    assert emails() == [("courses/certificate", "Agnieszka Wójcik"), ("courses/certificate", "Sam Asante")]
    email, certificate = OutgoingEmail.objects.order_by("pk").first(), Certificate.objects.first()
    assert unseal(email.sealed_links)["certificate_link"].endswith(f"/certificates/{certificate.code}/")
    assert certificate.code not in email.text


def test_who_attended_a_session_that_came_in_another_way_is_certified_too(session):
    Booking.objects.filter(session=session, state="booked").update(attendance="attended")
    session.state, session.delivered_at = "delivered", NOW
    session.save()
    assert certifying.certify_due(now=NOW + DAY) == 2
    assert Certificate.objects.count() == 2


def test_records_of_old_sessions_write_to_nobody(session):
    closed(session, after=timedelta(days=31))
    assert certifying.certify_due(now=NOW + timedelta(days=31)) == 0
    assert not Certificate.objects.exists()


def test_the_age_of_a_session_counts_from_its_end(session):
    closed(session, after=timedelta(days=30, hours=1))
    assert Certificate.objects.count() == 2


def test_a_session_nobody_closed_certifies_nobody(session):
    registers.mark(session=session, attended=session.bookings.booked(), by=None, now=NOW)
    assert certifying.certify_due(now=NOW + DAY) == 0


@pytest.mark.parametrize("people", [1, 3, 25])
def test_asking_who_is_missing_costs_the_same_however_many_came(people, django_assert_num_queries):
    session = SessionFactory(starts_at=NOW)
    BookingFactory.create_batch(people, session=session)
    closed(session)
    certifying.certify_due(now=NOW + DAY)
    with django_assert_num_queries(2):
        certifying.certify_due(now=NOW + DAY)


def test_codes_cannot_be_guessed_and_are_read_however_they_are_typed(session):
    closed(session)
    first, second = Certificate.objects.all()
    assert first.code != second.code
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{20}", first.code)
    first.code = "01ABCDEFGHJKMNPQRSTV"
    first.save()
    typed = ("01ABC-DEFGH-JKMNP-QRSTV", "oiabcdefghjkmnpqrstv", " 0LABC DEFGH JKMNP QRSTV")
    assert [Certificate.objects.coded(one).get() for one in typed] == [first] * 3


def test_a_corrected_name_withdraws_the_certificate_and_sends_another(session, coordinator):
    booking = session.bookings.booked().order_by("pk").first()
    closed(session)
    certifying.certify_due(now=NOW + DAY)
    old = booking.certificates.get()
    new = correcting.put_right(
        booking=booking, name="Agnieszka Nowak", attended=True, by=coordinator, now=NOW + 2 * DAY
    )
    old.refresh_from_db()
    assert (old.withdrawn_because, old.name) == ("name", "Agnieszka Wójcik")
    assert (new.name, new.withdrawn_at) == ("Agnieszka Nowak", None)
    assert new.code != old.code
    # what had not gone yet is taken back, and the new one says that it takes the other's place
    assert OutgoingEmail.objects.get(about_id=str(old.pk)).state == "withdrawn"
    assert "takes the place of the one before" in OutgoingEmail.objects.get(about_id=str(new.pk)).text
    assert certifying.certify_due(now=NOW + 3 * DAY) == 0


def test_who_did_not_attend_after_all_loses_the_certificate_and_the_count_follows(session, coordinator):
    booking = session.bookings.booked().order_by("pk").first()
    closed(session)
    certifying.certify_due(now=NOW + DAY)
    OutgoingEmail.objects.update(state="sent", sealed_links=None, sent_at=NOW + DAY)
    correcting.put_right(booking=booking, name=booking.name, attended=False, by=coordinator, now=NOW + DAY)
    assert not booking.certificates.live().exists()
    assert emails()[2:] == [("courses/certificate_withdrawn", "Agnieszka Wójcik")]
    assert sum(Fact.objects.filter(measure="people_trained").values_list("n", flat=True)) == 1
    assert AuditEvent.objects.get(verb="register put right").details["moved"] is True


def test_who_was_never_told_of_a_certificate_is_not_told_that_it_is_gone(session):
    booking = session.bookings.booked().first()
    closed(session)
    correcting.put_right(booking=booking, name=booking.name, attended=False, by=None, now=NOW + DAY)
    assert emails() == []


def test_who_came_after_all_is_certified_however_long_ago(session):
    booking = session.bookings.booked().first()
    closed(session, came=[], after=timedelta(days=200))
    correcting.put_right(booking=booking, name=booking.name, attended=True, by=None, now=NOW + 201 * DAY)
    assert emails() == [("courses/certificate", booking.name)]


def test_putting_right_what_is_right_changes_nothing(session):
    booking = session.bookings.booked().first()
    closed(session)
    for _ in range(2):
        correcting.put_right(booking=booking, name=booking.name, attended=True, by=None, now=NOW + DAY)
    assert booking.certificates.count() == 1
    assert emails() == [("courses/certificate", booking.name)]
    assert not AuditEvent.objects.filter(verb="register put right").exists()


def test_an_open_register_is_not_put_right_but_kept(session):
    with pytest.raises(NotDelivered):
        correcting.put_right(booking=session.bookings.first(), name="X", attended=True, by=None, now=NOW)


def test_beat_calls_it_by_its_name(session):
    assert tasks.certify.name == "courses.certify"
    tasks.certify()
