from django.db import models

from courses.models.training_request import DayPart
from facilitators.models.availability import Level


class OtherTime(models.Model):
    """Not then, but: when else somebody could who declined a part, or gave it back. It counts as said of
    their availability, too; this is what the coordinator reads beside the session."""

    assignment = models.ForeignKey(
        "facilitators.Assignment", on_delete=models.CASCADE, related_name="other_times"
    )
    day = models.DateField()
    part = models.CharField(max_length=10, choices=DayPart)
    level = models.CharField(
        max_length=10, choices=[(Level.YES, "Yes"), (Level.IF_NEEDED, "If needed")], default=Level.YES
    )

    class Meta:
        ordering = ["assignment", "day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "day", "part"], name="other_time_said_once")
        ]

    def __str__(self):
        return f"{self.day} {self.part}: {self.level}"
