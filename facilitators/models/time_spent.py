from django.conf import settings
from django.db import models
from django.db.models import Q

MOST = 6_000  # minutes of one kind for one session: a hundred hours; more is a slip of the finger


class TimeSpent(models.Model):
    """What one part in a session took its facilitator, in minutes: the real cost of a course."""

    assignment = models.OneToOneField(
        "facilitators.Assignment", on_delete=models.CASCADE, related_name="time_spent"
    )
    preparing = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    travelling = models.PositiveSmallIntegerField(default=0, help_text="Minutes, there and back.")
    delivering = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(preparing__lte=MOST, travelling__lte=MOST, delivering__lte=MOST),
                name="time_spent_is_plausible",
            )
        ]

    def __str__(self):
        return f"time spent {self.pk}"

    @property
    def minutes(self):
        return self.preparing + self.travelling + self.delivering
