from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models


class BusyTime(models.Model):
    """A stretch of time in which one of their calendars keeps a facilitator busy; nobody knows with what."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="busy_times"
    )
    calendar = models.ForeignKey(
        "facilitators.BusyCalendar", on_delete=models.CASCADE, related_name="busy_times"
    )
    during = DateTimeRangeField()

    class Meta:
        indexes = [
            GistIndex("during", OpClass("facilitator", name="gist_int8_ops"), name="busy_during_facilitator")
        ]

    def __str__(self):
        return f"{self.during}"
