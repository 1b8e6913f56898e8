from django.db import models

from courses.models.training_request import DayPart


class PollPart(models.Model):
    """One part of one day that a poll asks about."""

    poll = models.ForeignKey("facilitators.Poll", on_delete=models.CASCADE, related_name="parts")
    day = models.DateField()
    part = models.CharField(max_length=10, choices=DayPart)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "day", "part"], name="poll_part_once")]

    def __str__(self):
        return f"{self.day} {self.part}"
