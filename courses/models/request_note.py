from django.conf import settings
from django.db import models
from django.db.models import Q


class RequestNote(models.Model):
    """What coordinators write down about a request for each other. Requesters never see it."""

    request = models.ForeignKey("courses.TrainingRequest", on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self):
        return f"note {self.pk}"
