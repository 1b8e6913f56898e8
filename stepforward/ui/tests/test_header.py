import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.ui import views


def shown_to(user, view=views.not_found):
    request = RequestFactory().get("/nothing/")
    request.user = user
    return view(request).text


def test_visitors_can_sign_in_and_are_not_shown_the_desk():
    html = shown_to(AnonymousUser())
    assert "Sign in" in html
    assert "Sign out" not in html
    assert "Desk" not in html


@pytest.mark.parametrize(
    ("role", "sees", "does_not_see"),
    [
        (Role.COORDINATOR, ["Desk"], ["Availability", "Offers", "Ask for a course"]),
        (Role.FACILITATOR, [], ["Desk", "Emails", "Cascade"]),
        (Role.DEAN, [], ["Desk", "Emails", "Availability"]),
    ],
)
def test_people_are_shown_their_own_part_of_the_house(role, sees, does_not_see):
    html = shown_to(User(name="Sam Example", email="sam@example.test", roles=[role]))
    links = html[: html.index("</header>")]
    assert "Sam Example" in links
    assert [label for label in sees if f">{label}</a>" not in links] == []
    assert [label for label in does_not_see if f">{label}</a>" in links] == []


def test_signing_out_is_a_deed_with_its_token():
    html = shown_to(User(name="Sam Example", email="sam@example.test"))
    assert (
        '<form method="post" action="/accounts/logout/"><input type="hidden" name="csrfmiddlewaretoken"'
        in html
    )


def test_a_colleague_without_the_right_is_told_who_they_are_signed_in_as():
    html = shown_to(User(name="Sam Example", email="sam@example.test", roles=[Role.DEAN]), views.forbidden)
    assert "You are signed in as Sam Example" in html
