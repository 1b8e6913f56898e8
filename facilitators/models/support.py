from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Least

from stepforward.people.roles import Permission

MOST_WEEKS = 52


class Runs(Func):
    """The London dates from `starts_on` up to `ends_on`, which is not in it; without one, for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self):
        super().__init__("starts_on", "ends_on")


class SupportQuerySet(models.QuerySet):
    def current(self, today):
        """Those that are not over, whether they have begun or not."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def visible_to(self, user):
        """All to those who keep support; to everybody else those that they give or get."""
        if user.is_authenticated and user.may(Permission.KEEP_SUPPORT):
            return self
        return self.of(user)

    def of(self, user):
        return self.filter(Q(facilitator__user=user.pk) | Q(by__user=user.pk))

    def with_people(self):
        return self.select_related("facilitator__user", "by__user")


class Support(models.Model):
    """One facilitator is there for another: a supervisor for somebody, at a talk every few weeks, or two as
    each other's buddy."""

    class Kind(models.TextChoices):
        BUDDY = "buddy", "Buddy"
        SUPERVISOR = "supervisor", "Supervisor"

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="supported"
    )
    by = models.ForeignKey("facilitators.Facilitator", on_delete=models.PROTECT, related_name="supports")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True,
        blank=True,
        help_text="From which day on it is over; the day on which it starts, where it never came about.",
    )
    every_weeks = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How often a supervisor and they talk."
    )

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(facilitator=F("by")), name="support_is_between_two"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="support_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind="buddy", every_weeks=None)
                | Q(
                    kind="supervisor",
                    every_weeks__isnull=False,
                    every_weeks__gte=1,
                    every_weeks__lte=MOST_WEEKS,
                ),
                name="support_supervisors_talk_every_few_weeks",
            ),
            ExclusionConstraint(
                name="support_one_supervisor_at_a_time",
                expressions=[(Runs(), RangeOperators.OVERLAPS), ("facilitator", RangeOperators.EQUAL)],
                condition=Q(kind="supervisor"),
            ),
            ExclusionConstraint(
                name="support_buddies_once_either_way_round",
                expressions=[
                    (Runs(), RangeOperators.OVERLAPS),
                    (Least("facilitator", "by"), RangeOperators.EQUAL),
                    (Greatest("facilitator", "by"), RangeOperators.EQUAL),
                ],
                condition=Q(kind="buddy"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display().lower()} from {self.starts_on}"

    @property
    def is_supervision(self):
        return self.kind == self.Kind.SUPERVISOR

    def is_over(self, today):
        return self.ends_on is not None and self.ends_on <= today

    def other_than(self, facilitator):
        """The other of the two."""
        return self.by if facilitator.pk == self.facilitator_id else self.facilitator
