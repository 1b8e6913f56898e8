from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from courses.models.training_request import DayPart, Weekday
from facilitators.models.availability import Level


class UsualPartQuerySet(models.QuerySet):
    def between(self, first, last):
        """Those that hold on some date from `first` to `last`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


class Holds(Func):
    """The dates from `starts_on` to `ends_on`, both of them in it, as a range."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self):
        super().__init__("starts_on", "ends_on", RangeBoundary(inclusive_upper=True))


class UsualPart(models.Model):
    """What a facilitator says of one part of one weekday, in local civil time, for every week between two
    dates. What they say of a particular day wins over it."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="usual"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    part = models.CharField(max_length=10, choices=DayPart)
    level = models.CharField(max_length=10, choices=Level)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; empty until further notice.")

    objects = UsualPartQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "weekday"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="usual_part_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="usual_part_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="usual_part_said_once_for_any_day",
                expressions=[
                    (Holds(), RangeOperators.OVERLAPS),
                    ("facilitator", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.part}: {self.level}"
