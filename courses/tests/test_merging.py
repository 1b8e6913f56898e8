"""Requests of one team, found, shown side by side and made one: nothing that was said is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import conversing, emails, merging, requests, scheduling
from courses.models import RequestMessage, TrainingRequest
from courses.refusals import AskedByOthers, CannotMerge, NotWaiting
from courses.repeats import who_may_be_the_same
from courses.tests.factories import NOW, CourseFactory, SessionFactory, TrainingRequestFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
RECENTLY = timezone.now() - timedelta(days=4)


@pytest.fixture
def both():
    """Two requests of one team: (the earlier, the later)."""
    return (
        TrainingRequestFactory(
            team="Theatres", about="An incident in May.", contact_name="Jo", asked_at=RECENTLY
        ),
        TrainingRequestFactory(
            team="Theatre team", about="Our audit day.", contact_name="Ama", asked_at=RECENTLY
        ),
    )


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def status_page(asked):
    return reverse("courses:request_status", args=[emails.request_token(asked)])


def merge(request, into, by):
    return merging.merge(request=request, into=into, by=by, now=timezone.now())


@pytest.mark.parametrize(
    ("team", "elsewhere", "repeat"),
    [
        ("Theatre team", {}, True),
        ("THEATRES", {}, True),
        ("Pharmacy", {}, False),
        ("Theatres", {"other_organisation": "st elsewhere hospice"}, True),
        ("Theatres", {"other_organisation": "Another", "contact_email": "JO@nowhere.example"}, True),
        ("Theatres", {"state": "withdrawn", "answered_at": NOW}, False),
    ],
)
def test_a_team_that_asks_again_is_recognised(team, elsewhere, repeat):
    asked = TrainingRequestFactory(team="Theatres", contact_email="jo@nowhere.example")
    other = TrainingRequestFactory(team=team, **elsewhere)
    assert [(one, one.is_repeat) for one in who_may_be_the_same(asked)] == [(other, repeat)]


def test_the_same_name_elsewhere_is_another_team():
    asked = TrainingRequestFactory(team="Theatres")
    TrainingRequestFactory(team="Theatres", other_organisation="Another hospice")
    assert who_may_be_the_same(asked) == []


def test_nothing_that_was_said_is_lost(desk, coordinator, both):
    # given
    stays, ends = both
    session = SessionFactory(request=ends, state="planned", starts_at=timezone.now() + timedelta(days=9))
    requests.note(request=ends, text="Rang on Monday.", by=coordinator, now=NOW)
    conversing.write(request=ends, text="Any news of it?", now=NOW)
    # when
    page = f"/requests/{ends.pk}/repeats/"
    before = desk.get(page).text
    assert "It cannot be undone" in before
    answer = desk.post(f"{page}?with={stays.pk}", {"goes_on": stays.pk})
    # then
    assert answer.url == f"/requests/{stays.pk}/"
    ends.refresh_from_db()
    session.refresh_from_db()
    assert (ends.state, ends.merged_into, session.request) == ("merged", stays, stays)
    html = desk.get(answer.url).text
    for words in ("An incident in May.", "Our audit day.", "Rang on Monday.", "Any news of it?", "Ama", "Jo"):
        assert words in html
    assert ends.contact_email in html
    merged = desk.get(f"/requests/{ends.pk}/").text
    assert "Our audit day." in merged
    assert f'href="/requests/{stays.pk}/"' in merged


def test_the_other_contact_is_told_once_and_their_link_leads_to_what_goes_on(both, coordinator):
    stays, ends = both
    page = status_page(ends)
    requests.take(request=stays, by=coordinator, now=timezone.now())
    merge(ends, stays, coordinator)
    email = OutgoingEmail.objects.get(kind="courses/request_merged")
    assert email.to_email == ends.contact_email
    html = Client().get(page).text
    assert f"{coordinator.name} works on it" in html
    assert "Your team asked more than once" in html
    assert "Withdraw" not in html
    with pytest.raises(CannotMerge):
        merge(ends, stays, coordinator)
    assert OutgoingEmail.objects.filter(kind="courses/request_merged").count() == 1


def test_neither_contact_reads_what_the_other_wrote(both, coordinator):
    stays, ends = both
    conversing.write(request=stays, text="It is about my consultant.", now=NOW)
    merge(ends, stays, coordinator)
    conversing.write(request=ends, text="Is it about me?", now=NOW)
    assert "my consultant" not in Client().get(status_page(ends)).text
    assert "An incident in May." not in Client().get(status_page(ends)).text
    assert "about me?" not in Client().get(status_page(stays)).text


def test_both_contacts_can_be_written_to_and_hear_of_the_session(desk, both, coordinator):
    stays, ends = both
    merge(ends, stays, coordinator)
    said = {"reply-text": "It is on Friday.", "reply-to": [stays.pk, ends.pk]}
    desk.post(f"/requests/{stays.pk}/reply/", said)
    sent = OutgoingEmail.objects.filter(kind="courses/request_reply")
    assert set(sent.values_list("to_email", flat=True)) == {stays.contact_email, ends.contact_email}
    assert RequestMessage.objects.filter(request=ends).count() == 1
    starts_at = timezone.now() + timedelta(days=9)
    session = SessionFactory(request=stays, state="planned", starts_at=starts_at)
    scheduling.open_session(session=session, by=coordinator, now=timezone.now())
    told = OutgoingEmail.objects.filter(kind="courses/request_scheduled")
    assert set(told.values_list("to_email", flat=True)) == {stays.contact_email, ends.contact_email}


def test_one_contact_cannot_withdraw_for_both(both, coordinator):
    stays, ends = both
    merge(ends, stays, coordinator)
    with pytest.raises(AskedByOthers):
        requests.withdraw(request=stays, now=NOW)
    with pytest.raises(NotWaiting):
        requests.withdraw(request=ends, now=NOW)
    assert Client().post(status_page(stays) + "withdraw/").status_code == 302
    stays.refresh_from_db()
    assert stays.state == "new"


def test_what_goes_on_stands_at_least_where_the_other_stood(both, coordinator):
    stays, ends = both
    ends.state, ends.owner, ends.answered_at = "scheduled", coordinator, NOW
    ends.save()
    SessionFactory(request=ends)
    merge(ends, stays, coordinator)
    stays.refresh_from_db()
    assert (stays.state, stays.owner) == ("scheduled", coordinator)


def test_those_merged_before_come_along(both, coordinator):
    stays, ends = both
    first = TrainingRequestFactory(team="Theatres")
    merge(first, ends, coordinator)
    merge(ends, stays, coordinator)
    assert set(TrainingRequest.objects.asked_together(stays)) == {stays, ends, first}
    assert AuditEvent.objects.filter(verb="request merged").count() == 2


def test_nothing_is_planned_for_a_request_that_ended(desk, both, coordinator):
    stays, ends = both
    merge(ends, stays, coordinator)
    assert desk.get(f"/requests/{ends.pk}/plan/").url == f"/requests/{ends.pk}/"
    starts_at = timezone.now() + timedelta(days=9)
    with pytest.raises(NotWaiting):
        scheduling.plan(
            course=CourseFactory(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
            capacity=20, request=ends, by=coordinator,
        )  # fmt: skip


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_has_ended_stays_apart(desk, both, coordinator, state):
    stays, ends = both
    ends.state, ends.reason, ends.answered_at = state, "No", NOW
    ends.save()
    with pytest.raises(CannotMerge):
        merge(ends, stays, coordinator)
    with pytest.raises(CannotMerge):
        merge(stays, stays, coordinator)
    page = f"/requests/{stays.pk}/repeats/?with={ends.pk}"
    assert "they stay apart" in desk.get(page).text
    desk.post(page, {"goes_on": stays.pk})
    ends.refresh_from_db()
    assert ends.state == state


@pytest.mark.parametrize("goes_on", ["", "x", "999999999999999999999999"])
def test_one_of_the_two_has_to_be_chosen(desk, both, goes_on):
    answer = desk.post(f"/requests/{both[0].pk}/repeats/", {"goes_on": goes_on})
    assert answer.status_code == 422
    assert "Select which request goes on" in answer.text
    assert not TrainingRequest.objects.filter(state="merged").exists()


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_page_costs_the_same_however_often_they_asked(desk, count):
    asked = TrainingRequestFactory(team="Theatres")
    TrainingRequestFactory.create_batch(count, team="Theatres")
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(f"/requests/{asked.pk}/repeats/").status_code == 200
    assert len(queries) == 4


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 403), (Role.DEAN, 403), (None, 404), ("anonymous", 302)]
)
def test_nobody_else_merges(both, role, status):
    client = Client() if role == "anonymous" else signed_in_as(person(role))
    answer = client.post(f"/requests/{both[0].pk}/repeats/", {"goes_on": both[0].pk})
    assert answer.status_code == status
    assert not TrainingRequest.objects.filter(state="merged").exists()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_merge_crosswise_end_with_one_request():
    """Each into the other at once: one is refused, and one request goes on."""
    first, second = TrainingRequestFactory(team="Theatres"), TrainingRequestFactory(team="Theatres")
    by, outcomes, start = person(Role.COORDINATOR), [], threading.Barrier(2)

    def one_merges(request, into):
        try:
            start.wait(10)
            merge(request, into, by)
            outcomes.append("merged")
        except CannotMerge:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one_merges, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["merged", "refused"]
    assert TrainingRequest.objects.filter(state="merged").count() == 1
