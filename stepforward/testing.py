"""Fixtures that every floor's tests use: people in each role, and clients signed in as them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from stepforward.people.models import User
from stepforward.people.roles import Role


def person(role=None, name=None):
    """A saved user with one role, or with none."""
    name = name or (Role(role).label if role else "Stranger")
    email = f"{name.lower().replace(' ', '.')}.{User.objects.count()}@example.test"
    return User.objects.create_user(email, name=name, roles=[role] if role else [])


def signed_in_as(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def coordinator(db):
    return person(Role.COORDINATOR)


@pytest.fixture
def dean(db):
    return person(Role.DEAN)


@pytest.fixture
def programme_lead(db):
    return person(Role.PROGRAMME_LEAD)


@pytest.fixture
def stranger(db):
    """Somebody with an account and no role."""
    return person()


@pytest.fixture
def now():
    """A Tuesday morning in winter, so that local time is UTC."""
    return datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
