from django.db import models
from django.db.models import Q

from facilitators.models.assignment import Assignment


class RotaPart(models.Model):
    """Somebody whom a rota proposes for a part in a session. It keeps nobody's time."""

    rota = models.ForeignKey("facilitators.Rota", on_delete=models.CASCADE, related_name="parts")
    session = models.ForeignKey("courses.Session", on_delete=models.CASCADE, related_name="+")
    facilitator = models.ForeignKey("facilitators.Facilitator", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=20, choices=Assignment.Part)
    locked = models.BooleanField(default=False, help_text="Stays when the rota is worked out again.")
    offered_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(max_length=300, blank=True, help_text="Why it could not be offered.")

    class Meta:
        ordering = ["session__starts_at", "session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rota", "session", "facilitator"], name="rota_part_once_a_session"
            ),
            models.UniqueConstraint(
                fields=["rota", "session"], condition=Q(part="lead"), name="rota_part_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None) | Q(why_not=""), name="rota_part_one_outcome"
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}: {self.get_part_display()}"
