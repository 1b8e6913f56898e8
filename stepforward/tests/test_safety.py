"""Hostile hosts, stale forms, cookies and headers."""

import pytest
from django.test import Client
from django.urls import reverse

from stepforward.tests.processes import PRODUCTION, run

ASK_IN_PRODUCTION = """
import django, warnings
warnings.simplefilter("ignore")
django.setup()
from django.conf import settings
from django.test import Client
plain = Client().get("/", headers={"host": "stepforward.example"})
safe = Client().get("/healthz", headers={"host": "stepforward.example", "x-forwarded-proto": "https"})
print(plain.status_code, plain.headers.get("location"))
for name in ("strict-transport-security", "x-content-type-options", "referrer-policy", "x-frame-options",
             "cross-origin-opener-policy", "content-security-policy"):
    print(f"{name}: {safe.headers.get(name)}")
print(settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE)
print(settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY, settings.SESSION_COOKIE_NAME)
"""


def test_production_speaks_https_and_sends_every_header():
    code, said = run(PRODUCTION, "-c", ASK_IN_PRODUCTION)
    lines = [line for line in said.splitlines() if not line.startswith("{")]
    assert code == 0, said
    assert lines == [
        "301 https://stepforward.example/",
        "strict-transport-security: max-age=31536000; includeSubDomains; preload",
        "x-content-type-options: nosniff",
        "referrer-policy: strict-origin",
        "x-frame-options: DENY",
        "cross-origin-opener-policy: same-origin",
        next(line for line in lines if line.startswith("content-security-policy: ")),
        "True True Lax",
        "True True __Host-session",
    ]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/healthz").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", "[::1", "127.0.0.1:x"])
def test_a_hostile_host_gets_a_clear_page_without_its_name_on_it(client, host):
    page = client.get("/", headers={"host": host})
    assert page.status_code == 400
    assert "<h1" in page.content.decode()
    assert host not in page.content.decode()


@pytest.mark.django_db
def test_a_stale_form_is_answered_kindly_and_shows_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "amy@trust.example", "password": "a long walk in Bowland"}
    page = client.post(reverse("account_login"), typed)
    said = page.content.decode()
    assert page.status_code == 403
    assert "amy@trust.example" in said
    assert typed["password"] not in said


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so(client, coordinator):
    client.force_login(coordinator)
    for path in ("/no-such-page/", "/manage/sessions/999999/", "/requests/999999/"):
        page = client.get(path)
        assert page.status_code == 404
        assert "<h1" in page.content.decode()


def test_a_page_that_went_wrong_gives_a_private_address_to_nobody():
    # a link with a token whose form came from elsewhere: what answers is not the page but an error
    client = Client(enforce_csrf_checks=True)
    for name in ("courses:booking", "facilitators:offer_link", "feedback:respond"):
        path = reverse(name, args=["no-such-token"])
        page = client.post(path, headers={"sec-fetch-site": "cross-site"})
        assert page.status_code == 403
        assert page["Referrer-Policy"] in {"strict-origin", "no-referrer"}


@pytest.mark.django_db
def test_files_carry_the_policy_too(client):
    file = client.get("/static/css/stepforward.css")
    file.close()
    assert file.status_code == 200
    assert "default-src 'none'" in file["Content-Security-Policy"]
    assert file["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_what_somebody_signed_in_saw_stays_in_no_cache(client, coordinator):
    assert "Cache-Control" not in client.get(reverse("home"))
    client.force_login(coordinator)
    for path in (reverse("home"), reverse("courses:requests"), "/no-such-page/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"
