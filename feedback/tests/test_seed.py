import random
from datetime import timedelta

import pytest

from feedback import seed
from feedback.models import Ballot, Invitation, Round, Spread, Tally
from feedback.tests.factories import SessionFactory
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


def test_the_demos_feedback_is_sealed_and_counted(now):
    for weeks in range(30):
        day = now - timedelta(weeks=weeks)
        SessionFactory(now=day, attended=18, starts_at=day - timedelta(days=2))
    seed.plant(now=now, rng=random.Random(2026))
    closed = Round.objects.filter(closed=True)
    after = Round.objects.filter(wave="after")
    assert (after.count(), after.filter(closed=True).count()) == (30, 27)
    assert set(closed.values_list("wave", flat=True)) == {"before", "after", "three_months"}
    assert all(found.counted >= 9 for found in closed)
    assert Invitation.objects.filter(round__wave="after").count() == 3 * 18
    assert Spread.objects.exclude(told=[]).exists()
    assert Tally.objects.filter(pool__isnull=True).exists()
    assert not OutgoingEmail.objects.exists()


def test_without_the_key_the_demo_starts_without_feedback(now, settings, caplog):
    settings.FEEDBACK_KEY = ""
    SessionFactory(now=now, attended=18)
    seed.plant(now=now, rng=random.Random(2026))
    assert not Ballot.objects.exists()
    assert "without feedback" in caplog.text
