from django.db import models
from django.db.models import Q

from stepforward.people.staff_groups import StaffGroup

MOST = 1000  # of one staff group in one room; more is a slip of the finger


class Headcount(models.Model):
    """How many of one staff group were there whose names the register does not have: counted beside those
    who are marked as attended, never among them. An empty staff group is those of whom it is not known."""

    session = models.ForeignKey("courses.Session", on_delete=models.CASCADE, related_name="headcounts")
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    n = models.PositiveSmallIntegerField("how many")

    class Meta:
        ordering = ["staff_group"]
        constraints = [
            models.UniqueConstraint(fields=["session", "staff_group"], name="headcount_once_a_group"),
            models.CheckConstraint(condition=Q(n__gte=1, n__lte=MOST), name="headcount_is_a_few"),
        ]

    def __str__(self):
        return f"headcount {self.pk}"
