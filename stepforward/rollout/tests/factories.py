"""Phases and facts, saved. Days are London's civil dates."""

from datetime import date

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from stepforward.people.models import Organisation
from stepforward.rollout.models import Fact, Phase


class PhaseFactory(factory.django.DjangoModelFactory):
    """April 2025 to March 2026."""

    class Meta:
        model = Phase

    name = "Phase two"
    during = factory.LazyFunction(lambda: DateRange(date(2025, 4, 1), date(2026, 4, 1)))
    target_people = 1000
    target_organisations = 31


class FactFactory(factory.django.DjangoModelFactory):
    """Twelve nurses of Blackpool trained in September."""

    class Meta:
        model = Fact

    source = factory.Sequence(lambda n: f"people.Organisation:{n}")
    measure = "people_trained"
    day = date(2025, 9, 15)
    organisation = factory.LazyFunction(lambda: trust("RXL"))
    course = "active-bystander"
    staff_group = "03"
    n = 12


def trust(code):
    return Organisation.objects.get(ods_code=code)
