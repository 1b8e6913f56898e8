"""Quotes on public pages: only what was agreed to and chosen, and nothing that tells who said it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses.tests.factories import CourseFactory
from courses.tests.factories import SessionFactory as OpenSessionFactory
from feedback import quoting, reviewing, rounds
from feedback.models import Comment, Round
from feedback.refusals import NotToBeQuoted
from feedback.tests.factories import SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
WORDS = "I spoke up the very next day."


@pytest.fixture
def said(db, now):
    """A comment of a course with twelve answers from three sessions, read, agreed to and shown."""
    course = None
    for days in (1, 8, 15):
        more = {"course": course} if course else {}
        delivered = SessionFactory(now=now - timedelta(days=days), attended=4, **more)
        rounds.open_round(session=delivered, now=now, send=False)
        course = delivered.course
    Round.objects.update(closed=True, counted=4, answered=4, invited=4)
    return Comment.objects.create(
        round=Round.objects.first(), question="will_do", text=WORDS, consent="public", state="shown"
    )


def visitors_read():
    return [Client().get(path).content.decode() for path in ("/", "/about/")]


def test_what_was_agreed_to_and_chosen_is_quoted_and_one_press_takes_it_off(said, coordinator, now):
    assert not any(WORDS in page for page in visitors_read())
    signed_in_as(coordinator).post(f"/manage/comments/{said.pk}/quote/")
    assert all(WORDS in page for page in visitors_read())
    opened = OpenSessionFactory(course=said.round.session.course, starts_at=_soon())
    other = CourseFactory(code="other", name="Another course")
    elsewhere = OpenSessionFactory(course=other, starts_at=_soon())
    assert WORDS in Client().get(f"/sessions/{opened.pk}/").content.decode()
    assert WORDS not in Client().get(f"/sessions/{elsewhere.pk}/").content.decode()
    assert WORDS in signed_in_as(coordinator).get("/manage/comments/quoted/").content.decode()
    signed_in_as(coordinator).post(f"/manage/comments/{said.pk}/stop-quoting/")
    assert not any(WORDS in page for page in visitors_read())
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs >= {"comment put on the website", "comment taken off the website"}
    assert not any(WORDS in str(event.details) for event in AuditEvent.objects.all())


def _soon():
    return timezone.now() + timedelta(days=9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent": "no"},
        {"consent": "reports"},
        {"state": "new"},
        {"state": "withheld"},
        {"on_website": False},
    ],
)
def test_nothing_else_is_ever_quoted(wrong, said, coordinator):
    if "on_website" not in wrong:
        Comment.objects.update(**wrong)
        with pytest.raises(NotToBeQuoted):
            reviewing.quote(comment=said, by=coordinator)
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.update(on_website=True)
    assert quoting.texts() == []


@pytest.mark.parametrize("few", [{"counted": 3}, {"closed": False, "answered": None, "invited": None}])
def test_a_quote_needs_company(few, said, coordinator):
    reviewing.quote(comment=said, by=coordinator)
    assert quoting.texts() == [WORDS]
    Round.objects.update(**few)
    assert quoting.texts() == []
    with pytest.raises(NotToBeQuoted):
        reviewing.quote(comment=said, by=coordinator)


def test_two_sessions_are_too_few_however_many_answered(said, coordinator):
    Round.objects.exclude(pk=said.round_id).order_by("pk").first().session.rounds.update(counted=0)
    Round.objects.filter(counted=4).update(invited=40, answered=40, counted=40)
    assert quoting.texts() == []


def test_what_is_withheld_leaves_the_website(said, coordinator):
    reviewing.quote(comment=said, by=coordinator)
    reviewing.hide(comment=said, because="author", by=coordinator)
    said.refresh_from_db()
    assert (said.on_website, quoting.texts()) == (False, [])


def test_only_the_coordinator_chooses(said):
    for user, status in ((person("facilitator"), 403), (person("dean"), 403), (person(), 404), (None, 302)):
        client = signed_in_as(user)
        assert client.get("/manage/comments/quoted/").status_code == status
        for deed in ("quote", "stop-quoting"):
            assert client.post(f"/manage/comments/{said.pk}/{deed}/").status_code == status


def test_one_query_brings_the_quotes(said, coordinator, django_assert_num_queries):
    reviewing.quote(comment=said, by=coordinator)
    with django_assert_num_queries(1):
        quoting.texts()
