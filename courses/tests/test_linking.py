"""Sessions of a request: which may be linked, and what linking and unlinking mean for the request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import linking
from courses.models import TrainingRequest
from courses.refusals import CannotLink
from courses.tests.factories import NOW, SessionFactory, TrainingRequestFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import Organisation
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    trust = Organisation.objects.get(ods_code="RMC")
    return TrainingRequestFactory(
        organisation=trust, other_organisation="", asked_at=timezone.now() - timedelta(days=4)
    )


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=9)


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def state_of(asked):
    return TrainingRequest.objects.get(pk=asked.pk).state


def test_sensible_sessions_are_those_of_nobody_else_with_theirs_first(asked, soon):
    other = SessionFactory(starts_at=soon)
    theirs = SessionFactory(starts_at=soon + timedelta(days=1), organisation=asked.organisation)
    SessionFactory(starts_at=soon, request=TrainingRequestFactory())
    SessionFactory(starts_at=soon, state="called_off", called_off_because="Ill")
    SessionFactory(starts_at=asked.asked_at - timedelta(days=40))
    assert list(linking.sensible_for(asked)) == [theirs, other]


def test_an_open_session_schedules_the_request_and_whoever_asked_is_told(desk, asked, soon):
    session = SessionFactory(starts_at=soon, team_name="Surgery")
    page = f"/requests/{asked.pk}/link/"
    assert "Surgery" in desk.get(page + "?q=surg").text
    assert "Surgery" not in desk.get(page + "?q=pharm").text
    answer = desk.post(page, {"session": session.pk}, follow=True)
    assert "The request is scheduled, and Jo Brennan is told." in answer.text
    assert state_of(asked) == "scheduled"
    assert OutgoingEmail.objects.get().kind == "courses/request_scheduled"


def test_a_planned_session_takes_the_request_on_and_tells_nobody_yet(desk, asked, soon, coordinator):
    session = SessionFactory(starts_at=soon, state="planned")
    answer = desk.post(f"/requests/{asked.pk}/link/", {"session": session.pk}, follow=True)
    assert "It is still being worked on until the session opens." in answer.text
    asked.refresh_from_db()
    assert (asked.state, asked.owner) == ("taken", coordinator)
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("sent", [False, True])
def test_unlinking_by_mistake_makes_it_wait_again_and_says_whether_they_know(desk, asked, soon, sent):
    session = SessionFactory(starts_at=soon)
    desk.post(f"/requests/{asked.pk}/link/", {"session": session.pk})
    if sent:
        OutgoingEmail.objects.update(state="sent", sent_at=timezone.now(), sealed_links=None)
    answer = desk.post(f"/requests/{asked.pk}/unlink/", {"session": session.pk}, follow=True)
    assert "Unlinked. The request waits again." in answer.text
    assert ("had an email about it" in answer.text) is sent
    assert OutgoingEmail.objects.get().state == ("sent" if sent else "withdrawn")
    session.refresh_from_db()
    assert session.request is None
    assert state_of(asked) == "taken"
    # and they hear of it again when it is linked once more
    desk.post(f"/requests/{asked.pk}/link/", {"session": session.pk})
    assert OutgoingEmail.objects.count() in {1, 2}
    assert state_of(asked) == "scheduled"


def test_with_another_open_session_the_request_stays_scheduled(desk, asked, soon, coordinator):
    first, second = SessionFactory.create_batch(2, starts_at=soon)
    for session in (first, second):
        linking.link(request=asked, session=session, by=coordinator, now=timezone.now())
    answer = desk.post(f"/requests/{asked.pk}/unlink/", {"session": first.pk}, follow=True)
    assert "Nothing else changes" in answer.text
    assert state_of(asked) == "scheduled"


def test_a_session_of_another_request_is_refused(desk, asked, soon, coordinator):
    taken = SessionFactory(starts_at=soon, request=TrainingRequestFactory())
    off = SessionFactory(starts_at=soon, state="called_off", called_off_because="Ill")
    for session in (taken, off):
        with pytest.raises(CannotLink):
            linking.link(request=asked, session=session, by=coordinator, now=timezone.now())
    assert desk.post(f"/requests/{asked.pk}/unlink/", {"session": taken.pk}).status_code == 302
    taken.refresh_from_db()
    assert taken.request is not None


@pytest.mark.parametrize("session", ["", "x", "9" * 25])
def test_a_session_that_is_none_is_said_so(desk, asked, session):
    for deed in ("link", "unlink"):
        answer = desk.post(f"/requests/{asked.pk}/{deed}/", {"session": session}, follow=True)
        assert answer.status_code == 200
        assert "Choose one of the sessions" in answer.text or "not linked to this request" in answer.text


def test_nothing_is_linked_to_a_declined_request(desk, soon):
    declined = TrainingRequestFactory(state="declined", reason="No", answered_at=NOW)
    session = SessionFactory(starts_at=soon)
    answer = desk.post(f"/requests/{declined.pk}/link/", {"session": session.pk}, follow=True)
    assert "This request was declined" in answer.text


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_list_costs_the_same_however_long(desk, asked, soon, count):
    SessionFactory.create_batch(count, starts_at=soon)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(f"/requests/{asked.pk}/link/").status_code == 200
    assert len(queries) == 5


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 403), (Role.DEAN, 403), (None, 404), ("anonymous", 302)]
)
def test_nobody_else_links(asked, soon, role, status):
    session = SessionFactory(starts_at=soon)
    client = Client() if role == "anonymous" else signed_in_as(person(role))
    for deed in ("link", "unlink"):
        answer = client.post(f"/requests/{asked.pk}/{deed}/", {"session": session.pk})
        assert answer.status_code == status
    session.refresh_from_db()
    assert session.request is None
