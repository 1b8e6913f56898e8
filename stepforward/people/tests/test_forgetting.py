"""Links and sign-ins that open nothing any more are deleted, as the declaration of personal data says."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from stepforward.celery import app
from stepforward.people import links
from stepforward.people.models import PrivateLink
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


def forget():
    app.autodiscover_tasks(force=True)
    app.tasks["people.forget"]()


def test_a_link_explains_itself_for_90_days_after_it_expired_and_is_then_deleted(stranger):
    now = timezone.now()
    kept, gone = (
        links.issue("somewhere", stranger, expires_at=now - timedelta(days=days)) for days in (89, 91)
    )
    forget()
    assert [link.token_hash for link in PrivateLink.objects.all()] == [links.hash_of(kept)]
    with pytest.raises(links.LinkUnusable, match="We do not know this link"):
        links.follow("somewhere", gone)


def test_a_sign_in_that_is_over_is_deleted(dean, coordinator):
    signed_in_as(dean)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    signed_in_as(coordinator)
    forget()
    assert Session.objects.get().get_decoded()["_auth_user_id"] == str(coordinator.pk)


def test_beat_asks_for_it():
    assert "people.forget" in {due["task"] for due in settings.CELERY_BEAT_SCHEDULE.values()}
