from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Supervision(models.Model):
    """A supervisor and whom they supervise talked, on a London date. What about is theirs: it is not kept."""

    support = models.ForeignKey("facilitators.Support", on_delete=models.CASCADE, related_name="talks")
    held_on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="The day that they agreed on for the next.")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(fields=["support", "held_on"], name="supervision_once_a_day"),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("held_on")),
                name="supervision_next_comes_after_it",
            ),
        ]

    def __str__(self):
        return f"supervision of {self.held_on}"
