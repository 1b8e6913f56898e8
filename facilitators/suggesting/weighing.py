"""Deciding how much each wish counts."""

from django.db import transaction

from facilitators.models import Weights
from stepforward.audit.recording import record


@transaction.atomic
def weigh(*, by, now, **points):
    """From now on the wishes count as `points` says; what counted before stays on record. Returns the
    weights, or None where nothing is changed."""
    before = Weights.objects.as_they_stand()
    changed = {name: value for name, value in points.items() if getattr(before, name) != value}
    if not changed:
        return None
    weights = Weights.objects.create(**before.points | points, by=by, since=now)
    record("weights changed", weights, by=by, **changed)
    return weights
