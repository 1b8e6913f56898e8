from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def key(settings):
    settings.FEEDBACK_KEY = "ab" * 32


def seed():
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def counts():
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found


def test_the_demo_s_story_is_told_once_and_says_who_can_sign_in(monkeypatch, client):
    monkeypatch.setenv("DEMO_PASSWORD", "a long walk in Bowland")
    # when it is told to an empty database
    said = seed()
    # then it says who can sign in, and they can
    for role in ("coordinator", "facilitator", "dean", "programme_lead"):
        assert f"{role}@stepforward.example" in said
        assert client.login(email=f"{role}@stepforward.example", password="a long walk in Bowland")
    # and nobody in it has an address that could be somebody's
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert not OutgoingEmail.objects.exclude(to_email__endswith=".example").exists()
    # and a second time changes nothing
    before = counts()
    assert seed() == "There are people already, so nothing was changed.\n"
    assert counts() == before


def test_without_a_password_given_one_is_made_up_and_said(monkeypatch, client):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    password = seed().rsplit(": ", 1)[1].strip()
    assert len(password) >= 12
    assert client.login(email="dean@stepforward.example", password=password)
