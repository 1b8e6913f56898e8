import random
import time
from datetime import timedelta

import pytest

from feedback import seed
from feedback.models import Ballot, Invitation, Round, Tally
from feedback.tests.factories import SessionFactory
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


def test_the_demos_feedback_is_sealed_and_counted_in_little_time(now):
    for weeks in range(30):
        day = now - timedelta(weeks=weeks)
        SessionFactory(now=day, attended=18, starts_at=day - timedelta(days=2))
    began = time.perf_counter()
    seed.plant(now=now, rng=random.Random(2026))
    assert time.perf_counter() - began < 6  # seconds; about one on a quiet machine
    closed = Round.objects.filter(closed=True)
    assert (Round.objects.count(), closed.count()) == (30, 27)
    assert all(found.counted >= 10 for found in closed)
    assert Invitation.objects.count() == 3 * 18
    assert Tally.objects.filter(pool__isnull=True).exists()
    assert not OutgoingEmail.objects.exists()


def test_without_the_key_the_demo_starts_without_feedback(now, settings, caplog):
    settings.FEEDBACK_KEY = ""
    SessionFactory(now=now, attended=18)
    seed.plant(now=now, rng=random.Random(2026))
    assert not Ballot.objects.exists()
    assert "without feedback" in caplog.text
