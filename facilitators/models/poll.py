from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q


class PollQuerySet(models.QuerySet):
    def open(self, today):
        return self.filter(closed_at=None, closes_on__gte=today)

    def with_counts(self):
        """Each with `asked_count` and `answered_count`."""
        return self.annotate(
            asked_count=Count("asked"),
            answered_count=Count("asked", filter=Q(asked__answered_at__isnull=False)),
        )


class Poll(models.Model):
    """The coordinator asks some facilitators about some dates; what they answer is their availability."""

    title = models.CharField(max_length=120)
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "courses.TrainingRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="polls"
    )
    message = models.TextField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    closes_on = models.DateField(help_text="The last day on which it can be answered.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was closed before that.")

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("asked_on")), name="poll_closes_after_asking")
        ]

    def __str__(self):
        return self.title

    def is_open(self, today):
        return self.closed_at is None and self.closes_on >= today
