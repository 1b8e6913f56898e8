from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.models import Session
from feedback import rounds
from feedback.models import InvitationLink, Questionnaire, Round, Salt
from feedback.sealing import KeyMissing
from feedback.tests.conftest import say, tokens_of
from feedback.tests.factories import SessionFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links

pytestmark = pytest.mark.django_db


def test_everybody_who_came_is_asked_once(now):
    SessionFactory(now=now, attended=3)
    rounds.open_due(now=now)
    rounds.open_due(now=now + timedelta(minutes=1))
    emails = OutgoingEmail.objects.filter(kind="feedback/asked")
    assert sorted(emails.values_list("to_email", flat=True)) == [f"person{i}@example.test" for i in range(3)]
    found = Round.objects.get()
    assert (found.invitations.count(), found.closes_on - found.opens_on) == (3, timedelta(days=21))
    assert {links.hash_of(token) for token in tokens_of(found)} == set(
        InvitationLink.objects.values_list("token_hash", flat=True)
    )
    assert not any(token in email.text for email in emails for token in tokens_of(found))


@pytest.mark.parametrize(
    "unlike",
    [
        {"state": Session.State.PLANNED, "delivered_at": None},
        {"attended": 0},
    ],
    ids=["only planned", "nobody came"],
)
def test_nobody_is_asked_where_nothing_was_delivered(now, unlike):
    SessionFactory(**{"now": now, "attended": 3} | unlike)
    rounds.open_due(now=now)
    assert not Round.objects.exists()


def test_what_was_long_ago_is_not_asked_about(now):
    SessionFactory(now=now, attended=3)
    rounds.open_due(now=now + timedelta(days=40))
    assert not Round.objects.exists()


def test_a_course_without_questions_of_its_own_gets_general_ones(now):
    session = SessionFactory(now=now, attended=3, course__code="facilitator-course")
    codes = [question["code"] for question in rounds.questionnaire_for(session.course).questions]
    assert codes == ["prepared", "recommend", "do_differently", "should_change"]


def test_questions_in_use_stay_whether_they_were_asked_yet_or_not(open_round):
    asked = open_round(3).questionnaire
    waiting = Questionnaire.objects.create(
        course=asked.course, wave="after", version=2, questions=asked.questions
    )
    for one in (asked, waiting):
        for change in ({"questions": asked.questions[:2]}, {"is_draft": True}):
            with pytest.raises(IntegrityError, match="in use"), transaction.atomic():
                Questionnaire.objects.filter(pk=one.pk).update(**change)


def test_a_draft_may_change_and_nobody_is_asked_it(open_round):
    found = open_round(3)
    given = {"course": found.questionnaire.course, "wave": "after", "is_draft": True}
    draft = Questionnaire.objects.create(**given, version=2, questions=found.questionnaire.questions)
    draft.questions = draft.questions[:1]
    draft.save()
    assert rounds.questionnaire_for(draft.course) == found.questionnaire
    with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(questionnaire=draft)
    with pytest.raises(IntegrityError, match="one_draft"), transaction.atomic():
        Questionnaire.objects.create(**given, version=3, questions=draft.questions)


def test_every_round_has_its_own_salt_and_key(open_round):
    boxes = [open_round(3).box, open_round(3).box]
    assert bytes(boxes[0].public_key) != bytes(boxes[1].public_key)
    salts = [bytes(Salt.objects.get(box=box).salt) for box in boxes]
    assert salts[0] != salts[1]


def test_no_round_opens_without_the_counting_key(now, settings):
    settings.FEEDBACK_KEY = ""
    SessionFactory(now=now, attended=3)
    with pytest.raises(KeyMissing):
        rounds.open_due(now=now)
    assert not Round.objects.exists()


def test_a_round_answers_before_and_after_its_dates_are_known(open_round):
    found = open_round(3)
    assert list(Round.objects.open_on(found.opens_on)) == [found]
    assert not Round.objects.open_on(found.closes_on).exists()
    say(found.invitations.first())
    assert found.invitations.filter(used=True).count() == 1
