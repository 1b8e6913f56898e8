"""Production settings come from the environment alone, and half a configuration does not start."""

import pytest

from stepforward.settings import DEMO_SECRET_KEY
from stepforward.tests.processes import PRODUCTION, run

START = ("-c", "import django; django.setup(); print('started')")


def test_a_whole_configuration_starts():
    assert run(PRODUCTION, *START) == (0, "started\n")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY must be set, and must not be the demo's."),
        ({"SECRET_KEY": None}, "SECRET_KEY must be set, and must not be the demo's."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 50 characters."),
        ({"SECRET_KEY": f" {DEMO_SECRET_KEY}\n"}, "SECRET_KEY must be set, and must not be the demo's."),
        ({"SECRET_KEY": "ab" * 30}, "SECRET_KEY must be random."),
        ({"FEEDBACK_KEY": "short"}, "FEEDBACK_KEY must have at least 32 characters."),
        (
            {"FEEDBACK_KEY": PRODUCTION["SECRET_KEY"]},
            "FEEDBACK_KEY must not be the SECRET_KEY, which web nodes have.",
        ),
        ({"DEBUG": "1"}, "DEBUG must not be set in production."),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the site's hosts."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must not hold a wildcard."),
        ({"ALLOWED_HOSTS": "good.example,.example"}, "ALLOWED_HOSTS must not hold a wildcard."),
        ({"SITE_URL": None}, "SITE_URL must be the site's https address."),
        ({"SITE_URL": "http://stepforward.example"}, "SITE_URL must be the site's https address."),
        ({"EMAIL_URL": None}, "EMAIL_URL must be set."),
        ({"DATABASE_URL": None}, "DATABASE_URL must be set."),
        ({"REDIS_URL": None}, "REDIS_URL must be set."),
        ({"FETCH_LOOPBACK_CA": "/tmp/ca.pem"}, "FETCH_LOOPBACK_CA must not be set in production."),
        ({"DJANGO_ENV": "staging"}, "DJANGO_ENV must be development, test or production."),
    ],
)
def test_a_wrong_one_is_refused_with_one_clear_sentence(wrong, sentence):
    environment = {name: value for name, value in (PRODUCTION | wrong).items() if value is not None}
    code, said = run(environment, *START)
    assert code != 0
    assert said.strip().splitlines()[-1].endswith(f"ImproperlyConfigured: {sentence}")


def test_an_environment_that_says_nothing_is_production():
    code, said = run({}, *START)
    assert code != 0
    assert "SECRET_KEY must be set" in said


@pytest.mark.parametrize("kind", ["wsgi", "asgi"])
def test_what_serves_pages_refuses_the_key_that_opens_feedback(kind):
    serve = ("-c", f"import stepforward.{kind}")
    assert run(PRODUCTION, *serve)[0] == 0
    code, said = run(PRODUCTION | {"FEEDBACK_KEY": "5eal" * 16}, *serve)
    assert code != 0
    assert "FEEDBACK_KEY must not be set where pages are served" in said
    # and the counting worker, which serves none, starts with it
    assert run(PRODUCTION | {"FEEDBACK_KEY": "5eal" * 16}, "-c", "import django; django.setup()")[0] == 0


def test_check_deploy_is_silent():
    code, said = run(PRODUCTION, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert (code, said.strip()) == (0, "System check identified no issues (0 silenced).")


def test_the_demo_s_data_is_refused_in_production():
    code, said = run(PRODUCTION, "-m", "django", "seed_demo")
    assert code != 0
    assert said.strip().splitlines()[-1] == (
        "CommandError: seed_demo invents people, so it does not run where DJANGO_ENV is production."
    )


def test_what_only_demo_and_tests_need_is_not_imported_in_production():
    show = "import sys, django; django.setup(); import stepforward.urls, stepforward.wsgi; "
    show += "print([name for name in sys.modules if 'devstack' in name or name in ('pytest', 'playwright')])"
    code, said = run(PRODUCTION, "-c", show)
    assert (code, said.splitlines()[0]) == (0, "[]")
