from django.db import models
from django.db.models import Q


class Asked(models.Model):
    """A facilitator who was asked by a poll: whether they have answered, not what; that is their
    availability."""

    poll = models.ForeignKey("facilitators.Poll", on_delete=models.CASCADE, related_name="asked")
    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="asked"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True, help_text="When we reminded them, once.")

    class Meta:
        verbose_name_plural = "asked"
        indexes = [models.Index(fields=["poll"], condition=Q(answered_at=None), name="asked_not_answered")]
        constraints = [models.UniqueConstraint(fields=["poll", "facilitator"], name="asked_once_by_a_poll")]

    def __str__(self):
        return f"asked {self.pk}"
