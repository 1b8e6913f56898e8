"""Everybody's own home, joined from all four floors."""

import re

import pytest

from stepforward.tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("persona", "heading"),
    [
        (world.ANONYMOUS, "When something is not right at work, say something"),
        (world.STRANGER, "Your account has no part in Step Forward yet"),
        ("coordinator", "What needs you today"),
        ("facilitator", "Your sessions and offers"),
    ],
)
def test_everybody_comes_home_to_what_is_theirs(walked, persona, heading):
    answer = walked["home", persona]
    assert answer.status == 200
    assert re.search(rf"<h1[^>]*>{heading}</h1>", answer.text)


@pytest.mark.parametrize("persona", ["dean", "programme_lead"])
def test_who_comes_for_the_rollout_is_taken_there(walked, persona):
    answer = walked["home", persona]
    assert (answer.status, answer.location) == (302, "/rollout/")


@pytest.mark.parametrize(
    "part",
    [
        "Requests waiting",
        "Sessions short of a team",
        "Next seven days",
        "facilitators have told us about",
        "Feedback with few answers",
    ],
)
def test_the_desk_brings_every_floor_s_part(walked, part):
    assert part in walked["home", "coordinator"].text


def test_a_facilitator_sees_offers_and_coming_sessions_and_the_way_to_say_when_they_are_free(walked):
    text = walked["home", "facilitator"].text
    assert "Offers to answer" in text
    assert "Your coming sessions" in text
    assert 'href="/availability/"' in text


def test_the_desk_s_queries_are_few(walked):
    assert walked["home", "coordinator"].queries <= 12
    assert walked["home", "facilitator"].queries <= 12
