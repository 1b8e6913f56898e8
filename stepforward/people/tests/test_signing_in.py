"""Signing in for real: through allauth's pages, the outbox and a mail server."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.servers import MailServer
from stepforward.people.models import User
from stepforward.people.roles import Role

PASSWORD = "a long walk in Bowland"
pytestmark = pytest.mark.django_db


@pytest.fixture
def amy():
    return User.objects.create_user("amy@trust.example", name="Amy", roles=[Role.DEAN], password=PASSWORD)


@pytest.fixture
def mail_server(tmp_path, settings):
    with MailServer(tmp_path) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def now_sent(mail_server):
    def send_all():
        for email in OutgoingEmail.objects.filter(state="queued"):
            sending.send(email.pk, now=email.due_at)
        return [
            message.get_payload(decode=True).decode().replace("\r\n", "\n")
            for message in mail_server.messages
        ]

    return send_all


def test_a_code_arrives_by_email_signs_in_and_stays_out_of_the_list_of_emails(client, amy, now_sent):
    # given that Amy asks for a code
    asked = client.post(reverse("account_request_login_code"), {"email": "AMY@trust.example"})
    assert asked.url == reverse("account_confirm_login_code")
    row = OutgoingEmail.objects.get(kind="people/login_code")
    # when the email arrives
    (text,) = now_sent()
    code = re.search(r"^[A-Z0-9-]{6,}$", text, re.M)[0]
    # then the row that coordinators read never had the code
    row.refresh_from_db()
    assert (row.state, row.sealed_links) == ("sent", None)
    assert code not in row.text + row.subject
    assert "[[code]]" in row.text
    # and the code signs her in
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(amy.pk)


@pytest.mark.parametrize(
    ("ask", "kind", "minutes"),
    [
        ("account_request_login_code", "login_code", 10),
        ("account_reset_password", "password_link", 3 * 24 * 60),
    ],
)
def test_what_no_longer_signs_anybody_in_is_not_sent(client, amy, now_sent, ask, kind, minutes):
    client.post(reverse(ask), {"email": amy.email})
    row = OutgoingEmail.objects.get(kind=f"people/{kind}")
    sending.send(row.pk, now=row.due_at + timedelta(minutes=minutes + 1))
    row.refresh_from_db()
    assert (row.state, row.sealed_links) == ("failed", None)
    assert now_sent() == []


def test_two_codes_are_two_emails(client, amy):
    client.post(reverse("account_request_login_code"), {"email": amy.email})
    Client().post(reverse("account_request_login_code"), {"email": amy.email})
    assert OutgoingEmail.objects.filter(kind="people/login_code").count() == 2


def test_a_wrong_code_signs_nobody_in(client, amy):
    client.post(reverse("account_request_login_code"), {"email": amy.email})
    page = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-BBBB"})
    assert "_auth_user_id" not in client.session
    assert page.status_code == 422
    assert page.context["form"].errors["code"]


def test_an_address_without_an_account_looks_the_same_and_gets_nothing(client, amy):
    known = client.post(reverse("account_request_login_code"), {"email": amy.email})
    client.cookies.clear()
    unknown = client.post(reverse("account_request_login_code"), {"email": "nobody@trust.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [email.to_email for email in OutgoingEmail.objects.all()] == [amy.email]


def test_a_password_signs_in_and_a_wrong_one_does_not(client, amy):
    wrong = client.post(reverse("account_login"), {"login": amy.email, "password": "not it at all"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors
    right = client.post(reverse("account_login"), {"login": "Amy@Trust.example", "password": PASSWORD})
    assert right.url == reverse("home")
    assert client.session["_auth_user_id"] == str(amy.pk)


def test_too_many_wrong_passwords_are_stopped_even_with_the_right_one_after_them(client, amy, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    cache.clear()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": amy.email, "password": "not it at all"})
    # then the sixth is not looked at
    stopped = client.post(reverse("account_login"), {"login": amy.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "too many" in stopped.content.decode().lower()
    cache.clear()


def test_asking_for_too_many_codes_is_answered_in_words(client, amy, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "1/m/key"}
    cache.clear()
    client.post(reverse("account_request_login_code"), {"email": amy.email})
    stopped = Client().post(reverse("account_request_login_code"), {"email": amy.email})
    assert OutgoingEmail.objects.count() == 1
    assert "too many" in stopped.content.decode().lower()
    cache.clear()


def test_a_forgotten_password_is_chosen_anew_by_a_link_on_the_site_s_own_address(
    client, amy, now_sent, settings
):
    settings.SITE_URL = "https://stepforward.example"
    client.post(reverse("account_reset_password"), {"email": amy.email})
    (text,) = now_sent()
    link = re.search(r"https://stepforward\.example(/accounts/password/reset/key/\S+)", text)[1]
    assert link not in OutgoingEmail.objects.get().text
    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    client.post(where, {"password1": "another walk in Bowland", "password2": "another walk in Bowland"})
    amy.refresh_from_db()
    assert amy.check_password("another walk in Bowland")
    # and Amy hears of it
    assert OutgoingEmail.objects.filter(kind="people/password_changed", to_email=amy.email).exists()
    # and the link works once
    client.logout()
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_nobody_signs_up_by_themselves(client):
    page = client.get("/accounts/signup/")
    assert "Accounts are by invitation" in page.content.decode()
    client.post("/accounts/signup/", {"email": "eve@trust.example", "password1": PASSWORD})
    assert not User.objects.filter(email="eve@trust.example").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", "3rdparty/", ""])
def test_what_this_site_does_not_offer_does_not_exist(client, amy, path):
    client.force_login(amy)
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_closed_account_cannot_sign_in(client, amy):
    amy.is_active = False
    amy.save()
    client.post(reverse("account_login"), {"login": amy.email, "password": PASSWORD})
    client.post(reverse("account_request_login_code"), {"email": amy.email})
    assert "_auth_user_id" not in client.session
    assert not OutgoingEmail.objects.exists()


def test_signing_in_leads_to_no_other_site(client, amy):
    there = client.post(
        reverse("account_login"), {"login": amy.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert there.url == reverse("home")
