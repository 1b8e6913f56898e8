"""Every page as everybody sees it: whole, safe, and asking no other host for anything."""

import re

import pytest

from stepforward.tests import world
from stepforward.tests.test_templates import wrong_in

ROUTES = sorted(world.routes())
pytestmark = pytest.mark.django_db
NOT_RENDERED = re.compile(r"\{\{|\{%|&lt;(?:built-in|function|bound)|<object at|None</")


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_is_whole_and_safe_for_everybody(walked, route):
    for persona in world.PERSONAS:
        answer = walked.get((route, persona))
        if answer is None:
            continue
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "script-src 'self'" in policy, persona
        assert "unsafe" not in policy, persona
        if not answer.content_type.startswith("text/html") or answer.status in {301, 302}:
            continue
        assert wrong_in(answer.text) == [], persona
        assert answer.text.count("<h1") == 1, persona
        assert re.search(r"<title>\s*\S[^<]* – Step Forward</title>", answer.text), persona
        assert '<html lang="en-GB"' in answer.text, persona
        assert not NOT_RENDERED.search(answer.text), persona
        assert answer.text.count('class="nhsuk-button "') <= 1, f"{persona}: more than one green button"


@pytest.mark.parametrize("route", ROUTES)
def test_no_page_makes_many_queries(walked, route):
    """The demo's story has lists of many lengths; literal counts are in the floors' own tests."""
    most = 20 if world.routes()[route][0] else 12
    made = {
        persona: answer.queries
        for persona in world.PERSONAS
        if (answer := walked.get((route, persona))) and answer.status == 200
    }
    assert {persona: queries for persona, queries in made.items() if queries > most} == {}
