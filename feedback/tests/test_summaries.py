"""The page on their sessions that a requester gets: figures of ten and more, rounded, sent once."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.emails import REQUEST
from courses.tests.factories import TrainingRequestFactory
from feedback import rounds, summarising
from feedback.models import Comment, Round, Summary, SummedUp, Tally
from feedback.refusals import NothingToSend
from feedback.tests.factories import SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db):
    return TrainingRequestFactory(state="scheduled", contact_email="ward@nhs.example", team="Ward 7")


def answered(asked, now, cells, *, asked_people=17, question="respond_safely"):
    """A session of the request whose round has closed with these answers to one question."""
    session = SessionFactory(now=now, attended=asked_people, request=asked)
    found = rounds.open_round(session=session, now=now, send=False)
    n = sum(cells.values())
    Tally.objects.bulk_create(
        Tally(round=found, question=question, before=before, value=value, n=many)
        for (before, value), many in cells.items()
    )
    Round.objects.filter(pk=found.pk).update(closed=True, invited=asked_people, answered=n, counted=n)
    return found


TWELVE = {(2, 4): 6, (3, 5): 4, (1, 3): 2}


def test_what_may_be_told_is_rounded(asked, now):
    answered(asked, now, TWELVE)
    said = summarising.look(asked).said
    assert (said["asked"], said["answered"]) == (15, 10)
    # 26 / 12 and 50 / 12 by hand
    assert said["changes"] == [["I could respond safely in the moment", 10, 2.2, 4.2]]


def test_shares_go_by_fives(asked, now):
    answered(asked, now, {(None, 5): 5, (None, 4): 3, (None, 2): 4}, question="recommend")
    # 8 of 12 are 67 in a hundred
    assert summarising.look(asked).said["shares"] == [["I would recommend this session", 10, 65]]


def test_nine_are_too_few_and_two_sessions_are_told_together(asked, now):
    answered(asked, now, {(2, 4): 6, (3, 5): 3})
    assert summarising.look(asked).why_not == summarising.TOO_FEW
    answered(asked, now, {(2, 4): 1})
    assert summarising.look(asked).said["changes"][0][1] == 10


def test_a_question_that_few_answered_is_left_out(asked, now):
    found = answered(asked, now, TWELVE)
    Tally.objects.create(round=found, question="recommend", value=5, n=9)
    assert summarising.look(asked).said["shares"] == []


def test_each_session_is_told_once_so_that_no_two_pages_can_be_subtracted(asked, now, coordinator):
    first = answered(asked, now, TWELVE)
    summary = summarising.send(request=asked, note="", by=coordinator, now=now)
    with pytest.raises(NothingToSend, match="has closed"):
        summarising.send(request=asked, note="", by=coordinator, now=now)
    answered(asked, now, {(2, 4): 3})
    assert summarising.look(asked).why_not == summarising.TOO_FEW
    with pytest.raises(IntegrityError), transaction.atomic():
        SummedUp.objects.create(summary=summary, round=first)


def test_quotes_need_consent_and_a_reader(asked, now):
    found = answered(asked, now, TWELVE)
    for consent, state in (("reports", "shown"), ("public", "shown"), ("no", "shown"), ("public", "new")):
        Comment.objects.create(
            round=found, question="most_useful", text=f"{consent} {state}", consent=consent, state=state
        )
    assert set(summarising.look(asked).said["quotes"]) == {"reports shown", "public shown"}


def test_the_coordinator_sends_it_and_the_requester_reads_it_as_it_was_sent(asked, now, coordinator):
    answered(asked, now, TWELVE)
    browser = signed_in_as(coordinator)
    address = f"/requests/{asked.pk}/feedback/"
    assert "I could respond safely" in reading_as(coordinator)(address)
    sent = browser.post(address, {"note": "Thank you for having us."})
    assert (sent.status_code, sent["Location"]) == (302, address)
    email = OutgoingEmail.objects.get(kind="feedback/summary")
    assert email.to_email == "ward@nhs.example"
    assert "Thank you for having us." in email.text
    assert AuditEvent.objects.filter(verb="feedback summary sent").count() == 1
    summary = Summary.objects.get()
    token = links.issue(REQUEST, asked, expires_at=now.replace(year=2100))
    Tally.objects.update(n=99)
    page = Client().get(f"/request/{token}/feedback/{summary.pk}/").content.decode()
    assert "<strong>4.2</strong>" in page
    assert "About <strong>10</strong> of about 15" in page
    assert f"/request/{token}/feedback/{summary.pk}/" in Client().get(f"/request/{token}/").content.decode()
    other = links.issue(REQUEST, TrainingRequestFactory(), expires_at=now.replace(year=2100))
    assert Client().get(f"/request/{other}/feedback/{summary.pk}/").status_code == 404


def test_nothing_to_send_is_said_in_words(asked, now, coordinator):
    page = signed_in_as(coordinator).post(f"/requests/{asked.pk}/feedback/", {"note": "Hello"})
    assert page.status_code == 422
    assert summarising.NOT_CLOSED in page.content.decode()
    assert "Hello" in page.content.decode()


def test_only_the_coordinator_prepares_it(asked, dean, stranger):
    facilitator = person(Role.FACILITATOR)
    address = f"/requests/{asked.pk}/feedback/"
    statuses = [signed_in_as(user).get(address).status_code for user in (facilitator, dean, stranger)]
    assert statuses == [403, 403, 404]


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_a_summary_costs_the_same_however_many_sessions(asked, now, sessions):
    for _ in range(sessions):
        answered(asked, now, TWELVE)
    with CaptureQueriesContext(connection) as queries:
        summarising.look(asked)
    assert len(queries) == 3
