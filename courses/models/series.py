from django.conf import settings
from django.db import models


class Series(models.Model):
    """Sessions that were planned in one go. Each stays its own: it is booked, moved and called off alone."""

    rhythm = models.CharField(max_length=80, help_text="How its dates were chosen, as people say it.")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    planned_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["planned_at", "pk"]

    def __str__(self):
        return f"series {self.pk}"
