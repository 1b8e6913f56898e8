from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.tests.factories import VenueFactory
from facilitators.matching import candidates
from facilitators.tests.factories import (
    TUESDAY,
    FacilitatorFactory,
    SessionFactory,
    accredited,
    says,
)

DAY = TUESDAY.date()


def free(**details):
    """Somebody in Bolton who said yes to all of TUESDAY."""
    facilitator = accredited(**details)
    says(facilitator, DAY, morning="yes", afternoon="yes")
    return facilitator


def why(session, now):
    return {one.facilitator: (one.why, one.may_be_asked) for one in candidates(session, now)}


def test_who_is_asked_to_come_further_than_they_travel_is_not_available_but_may_be_asked(db, now):
    session = SessionFactory(venue=VenueFactory(address="Sharoe Green Lane, Preston"))
    near, far, anywhere, nowhere = (
        free(miles_at_most=17),
        free(miles_at_most=16),
        free(miles_at_most=None),
        free(base="", miles_at_most=0),
    )
    assert why(session, now) == {
        near: ("", True),
        far: ("17 miles from Bolton: they travel 16 at most", True),
        anywhere: ("", True),
        nowhere: ("", True),
    }


def test_each_candidate_carries_how_far_it_is_for_them(db, now):
    known, homeless = free(), free(base="Atlantis")
    session = SessionFactory(venue=VenueFactory(address="Poplar Grove, Stockport"))
    assert {one.facilitator: one.miles for one in candidates(session, now)} == {known: 16, homeless: None}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({}, "Facilitates online only"),
        ({"online_link": "https://meet.example/1"}, "Facilitates online only"),
        ({"venue": None, "online_link": "https://meet.example/1"}, ""),
        ({"venue": None}, ""),
    ],
)
def test_online_only_means_no_session_that_is_held_somewhere(db, now, place, words):
    facilitator = free(online_only=True, miles_at_most=0)
    assert why(SessionFactory(**place), now) == {facilitator: (words, True)}


@pytest.mark.parametrize(("days", "words"), [(14, ""), (13, "Asked for 14 days’ notice")])
def test_notice_is_counted_in_londons_days(db, days, words):
    facilitator = free(notice_days=14)
    session = SessionFactory()
    late_in_the_evening = (session.starts_at - timedelta(days=days)).replace(hour=23, minute=59)
    assert why(session, late_in_the_evening) == {facilitator: (words, True)}


@pytest.mark.parametrize("wrong", [{"miles_at_most": 301}, {"notice_days": 91}])
def test_the_database_takes_no_absurd_wish(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        FacilitatorFactory(**wrong)
