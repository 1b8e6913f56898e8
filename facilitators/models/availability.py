from django.db import models

from courses.models.training_request import DayPart


class Level(models.TextChoices):
    YES = "yes", "Yes"
    IF_NEEDED = "if_needed", "If needed"
    NO = "no", "No"


class Availability(models.Model):
    """What a facilitator said of one part of one day, in local civil time. Nothing said is not free."""

    facilitator = models.ForeignKey("facilitators.Facilitator", on_delete=models.CASCADE, related_name="said")
    day = models.DateField()
    part = models.CharField(max_length=10, choices=DayPart)
    level = models.CharField(max_length=10, choices=Level)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["facilitator", "day", "part"], name="availability_said_once")
        ]

    def __str__(self):
        return f"{self.day} {self.part}: {self.level}"
