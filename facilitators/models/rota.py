from math import ceil

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q


class RotaQuerySet(models.QuerySet):
    def with_counts(self):
        """Each with `proposed`, `offered` (parts) and `unfilled` (sessions)."""
        return self.annotate(
            proposed=Count("parts", distinct=True),
            offered=Count("parts", filter=Q(parts__offered_at__isnull=False), distinct=True),
            unfilled=Count("gaps", distinct=True),
        )


class Rota(models.Model):
    """A draft of who does which sessions of a stretch of days. Nobody is asked until it is offered."""

    class State(models.TextChoices):
        WORKING = "working", "Being worked out"
        DRAFTED = "drafted", "Draft"
        STOPPED = "stopped", "Stopped"

    starts_on = models.DateField()
    ends_on = models.DateField()
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    seen_working_at = models.DateTimeField(help_text="When a worker last said that it goes on.")
    done = models.PositiveSmallIntegerField(default=0, help_text="In a hundred.")
    sessions = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField(null=True, blank=True, help_text="Points.")
    bound = models.PositiveBigIntegerField(null=True, blank=True, help_text="No rota can cost fewer points.")

    objects = RotaQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="rota_starts_before_it_ends"
            ),
            models.CheckConstraint(condition=Q(done__lte=100), name="rota_done_in_a_hundred"),
            models.CheckConstraint(
                condition=Q(bound=None) | Q(bound__lte=F("cost")), name="rota_bound_holds"
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} to {self.ends_on}"

    @property
    def colour(self):
        return {self.State.WORKING: "blue", self.State.DRAFTED: "green"}.get(self.state, "grey")

    @property
    def is_best(self):
        return self.bound is not None and self.bound == self.cost

    @property
    def above_best(self):
        """By how many in a hundred it may be worse than the best there is, at most, rounded up to a tenth."""
        return ceil(1000 * (self.cost - self.bound) / max(self.cost, 1)) / 10
