from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class PhaseQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(during__contains=day).first()


class Phase(models.Model):
    """A stretch of the rollout with targets. Phases do not overlap; `during` is half-open in dates."""

    name = models.CharField(max_length=60, unique=True)
    during = DateRangeField()
    target_people = models.PositiveIntegerField()
    target_organisations = models.PositiveSmallIntegerField()

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["during"]
        constraints = [
            ExclusionConstraint(
                name="phases_do_not_overlap", expressions=[("during", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="phase_begins_and_ends",
            ),
        ]

    def __str__(self):
        return self.name
