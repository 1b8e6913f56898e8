"""Every route is decided, for everybody: a stranger gets 404, a colleague without the right 403."""

import pytest
from django.urls import reverse

from stepforward.people.roles import PERMISSIONS, Permission
from stepforward.tests import doors, world

ROUTES = sorted(world.routes())
pytestmark = pytest.mark.django_db


def expected(who, persona):
    """What a persona should get: "in", "sign in", 403 or 404."""
    if who == doors.EVERYBODY or (who == doors.SIGNED_IN and persona != world.ANONYMOUS):
        return "in"
    if persona == world.ANONYMOUS:
        return "sign in"
    if persona in who:
        return "in"
    return 404 if persona == world.STRANGER else 403


def got(answer):
    if answer.status == 302 and answer.location.startswith(reverse("account_login") + "?next="):
        return "sign in"
    if answer.status in {403, 404} or answer.status >= 500:
        return answer.status
    return "in"


def test_every_route_is_decided_and_every_decision_has_its_route():
    assert set(doors.WHO) == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_who_may_open_it(walked, route):
    answers = {persona: walked[route, persona] for persona in world.PERSONAS if (route, persona) in walked}
    assert answers, f"no address for {route}: give its keys in world.py"
    who = doors.WHO[route]
    assert {persona: got(answer) for persona, answer in answers.items()} == {
        persona: expected(who, persona) for persona in answers
    }


@pytest.mark.parametrize("route", ROUTES)
def test_its_view_says_the_same_as_the_table(route):
    _, view = world.routes()[route]
    access, who = getattr(view, "access", None), doors.WHO[route]
    if isinstance(access, Permission):
        assert who == {role for role, permissions in PERMISSIONS.items() if access in permissions}
    else:
        assert access == {doors.EVERYBODY: "public", doors.SIGNED_IN: "signed in"}[who]


@pytest.mark.parametrize("route", ROUTES)
def test_whoever_may_open_a_page_really_gets_it(walked, route):
    """And a deed without anything said is answered kindly: a clear page or a way back."""
    for persona in world.PERSONAS:
        answer = walked[route, persona]
        if got(answer) == "in":
            assert answer.status in ({200, 302, 400, 409, 422} if answer.deed else {200, 302}), persona
