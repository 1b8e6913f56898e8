"""The demo's story, told by this floor."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from courses import seed
from courses.models import Booking, Series, Session, TrainingRequest
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.people import seed as people_seed
from stepforward.rollout.models import Fact


@pytest.fixture
def now(db):
    now = timezone.now()
    rng = random.Random(2026)
    people_seed.plant(now=now, rng=rng)
    seed.plant(now=now, rng=rng)
    return now


def test_the_story_stands_at_several_stages_at_once(now):
    delivered = Session.objects.filter(state="delivered")
    assert delivered.count() == 32
    assert 500 < Booking.objects.filter(attendance="attended").count() < 900
    assert Fact.objects.filter(measure="sessions_delivered").count() == 32
    assert delivered.values("organisation__system_code").distinct().count() == 3
    # and a register is open, a session full with a line, one without a place, requests of all ages
    assert Session.objects.filter(state="open", ends_at__lt=now).count() == 1
    coming = Session.objects.upcoming(now).with_places()
    assert coming.filter(left=0, waiting__gt=0, starts_at__lt=now + timedelta(days=8)).exists()
    assert coming.filter(venue=None, online_link="", state="planned").exists()
    assert Booking.objects.filter(state="offered", hold_until__gt=now).count() == 1
    days = [one.days_waiting(now) for one in TrainingRequest.objects.waiting()]
    assert days == sorted(days, reverse=True)
    assert (days[0], days[-1], len(days)) == (12, 0, 6)


def test_sessions_are_found_and_held_in_every_way(now):
    coming = Session.objects.upcoming(now).filter(state="open")
    assert set(coming.values_list("visibility", flat=True)) == set(Session.Visibility.values)
    assert any(one.is_both for one in coming)
    assert Series.objects.get().sessions.count() == 4
    # and whoever asked for the one by invitation has its link
    invited = coming.get(visibility="invitation")
    email = OutgoingEmail.objects.get(kind="courses/request_scheduled", about_id=str(invited.pk))
    assert "/invited/" in unseal(email.sealed_links)["book_page"]


def test_everybody_is_invented(now):
    assert not Booking.objects.exclude(email__endswith=".example").exists()
    assert not TrainingRequest.objects.exclude(contact_email__endswith=".example").exists()
