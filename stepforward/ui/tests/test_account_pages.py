"""allauth's pages in our words and markup; what they do is allauth's."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from stepforward.people.models import User
from stepforward.testing import person, signed_in_as

PASSWORD = "a long and quiet evening"


@pytest.fixture
def sam(db):
    user = person(name="Sam Example")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    user.refresh_from_db()
    return user


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["login/", "login/code/", "inactive/", "signup/", "password/reset/", "password/reset/done/",
     "password/reset/key/1-gone-already/", "password/reset/key/done/"],
)  # fmt: skip
def test_visitors_meet_one_heading_and_no_field_without_a_label(path):
    response = Client().get(f"/accounts/{path}")
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    for field in re.findall(
        r'<input(?=[^>]*type="(?:text|email|password)")[^>]* id="([^"]+)"', response.text
    ):
        assert f'for="{field}"' in response.text


@pytest.mark.parametrize("path", ["logout/", "password/change/", "reauthenticate/"])
def test_people_signed_in_meet_one_heading(sam, path):
    response = signed_in_as(sam).get(f"/accounts/{path}")
    assert response.status_code == 200
    assert response.text.count("<h1") == 1


@pytest.mark.django_db
def test_signing_in_with_nothing_says_what_to_enter():
    html = Client().post("/accounts/login/", {}).text
    assert "<title>Error: Sign in – Step Forward</title>" in html
    assert '<a href="#id_login">Enter your email address</a>' in html
    assert '<a href="#id_password">Enter your password</a>' in html


def test_a_wrong_password_does_not_say_which_half_is_wrong_and_keeps_the_email(sam):
    html = Client().post("/accounts/login/", {"login": sam.email, "password": "not this one"}).text
    assert "The email address or the password is not right" in html
    assert f'value="{sam.email}"' in html
    assert "not this one" not in html


def test_the_right_password_signs_in_without_a_banner(sam):
    client = Client()
    response = client.post("/accounts/login/", {"login": sam.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    html = client.get("/accounts/password/change/").text
    assert "Sam Example" in html
    assert "nhsuk-notification-banner__title" not in html


def test_a_new_password_must_be_typed_twice_alike(sam):
    sent = {"oldpassword": PASSWORD, "password1": "green apples at dawn", "password2": "green apples at noon"}
    html = signed_in_as(sam).post("/accounts/password/change/", sent).text
    assert "There is a problem" in html
    assert '<a href="#id_password2">' in html
