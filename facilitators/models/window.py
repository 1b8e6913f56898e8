from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models

from facilitators.models.availability import Level


class Window(models.Model):
    """A stretch of time in which a facilitator is free: derived from what they said, merged, busy time
    taken out."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="windows"
    )
    during = DateTimeRangeField()
    level = models.CharField(max_length=10, choices=[(Level.YES, "Yes"), (Level.IF_NEEDED, "If needed")])

    class Meta:
        indexes = [
            GistIndex(
                "during", OpClass("facilitator", name="gist_int8_ops"), name="window_during_facilitator"
            )
        ]

    def __str__(self):
        return f"{self.during} {self.level}"
