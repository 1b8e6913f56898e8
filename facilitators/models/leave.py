from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Days(Func):
    """From the first to the last day, both of them in it; without a last day, for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self):
        super().__init__("starts_on", "ends_on", Value("[]"))


class Leave(models.Model):
    """London days on which a facilitator is not asked, because they are away; or, without a last day, from
    which on they have left."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="leaves"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; empty: for good.")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="leave_one_at_a_time",
                expressions=[(Days(), RangeOperators.OVERLAPS), ("facilitator", RangeOperators.EQUAL)],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="leave_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"leave from {self.starts_on}"
