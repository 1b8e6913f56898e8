import re

import pytest

from feedback import answering, rounds
from feedback.models import Invitation, Tally
from feedback.tests.factories import SessionFactory, answers_to
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal


@pytest.fixture(autouse=True)
def counting_key(settings):
    """These tests stand where the counting worker does, unless they take the key away."""
    settings.FEEDBACK_KEY = "the counting worker's key, long and secret enough"


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """Emails stay rows here; the outbox's own tests send them."""
    monkeypatch.setattr("stepforward.outbox.posting.wake_worker", lambda pk, **options: None)


@pytest.fixture
def on_that_day(now, monkeypatch):
    """Views believe that it is the day of `now`."""
    monkeypatch.setattr("feedback.views.respond.now", lambda: now)
    return now


@pytest.fixture
def open_round(db, now):
    """Open a round for a session that so many attended: open_round(8)."""

    def opened(attended, **kwargs):
        session = SessionFactory(now=now, attended=attended, **kwargs)
        return rounds.open_round(session=session, now=now)

    return opened


def tokens_of(found):
    """The tokens that went out in the round's emails."""
    ids = [str(pk) for pk in found.invitations.values_list("pk", flat=True)]
    emails = OutgoingEmail.objects.filter(about="feedback.Invitation", about_id__in=ids).order_by("pk")
    return [re.search(r"/feedback/([^/]+)/", unseal(e.sealed_links)["feedback_link"])[1] for e in emails]


def say(invitation, pairs=((2, 4),) * 5 + ((4, 4),), *, comments=None, group=""):
    """One person's answers, put in."""
    questions = invitation.round.questionnaire.questions
    answering.submit(
        invitation=invitation,
        answers=answers_to(questions, pairs),
        comments=comments or {},
        staff_group=group,
    )


def everybody(found):
    related = "round__questionnaire", "round__box", "round__pool__box"
    return list(Invitation.objects.filter(round=found, used=False).select_related(*related))


def cells(**of):
    return {(t.question, t.before, t.value): t.n for t in Tally.objects.filter(**of)}


def at_close(found, now):
    return now + (found.closes_on - found.opens_on)
