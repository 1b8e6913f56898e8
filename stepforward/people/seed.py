"""The demo's people: one for each role."""

from django.contrib.auth.hashers import make_password

from stepforward.people.models import User
from stepforward.people.roles import Role

NAMES = {
    Role.COORDINATOR: "Nadia Rahman",
    Role.FACILITATOR: "Tom Ashworth",
    Role.DEAN: "Helen Oyelaran",
    Role.PROGRAMME_LEAD: "Gareth Whittle",
}


def email_of(role):
    return f"{role}@stepforward.example"


def plant(*, now, rng):
    for role, name in NAMES.items():
        User.objects.create_user(email_of(role), name=name, roles=[role])


def give_password(password):
    """One password for all four, hashed once, because a good hash takes its time."""
    User.objects.filter(email__in=map(email_of, NAMES)).update(password=make_password(password))
