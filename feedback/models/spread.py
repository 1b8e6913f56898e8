from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepforward.people.staff_groups import StaffGroup


class Somewhere(models.Model):
    """A part of the rollout that figures are kept for: a course in a phase, one wave, and a place. No system:
    all of the North West; no organisation: those of the system whose own are too few."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT)
    phase = models.ForeignKey("rollout.Phase", on_delete=models.PROTECT, null=True, blank=True)
    wave = models.CharField(max_length=15)
    system = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True
        default_related_name = "+"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) | ~Q(system=""), name="%(class)s_organisation_has_a_system"
            )
        ]


class Spread(Somewhere):
    """What all rounds that closed said to one question: how many gave each answer, in the order of
    `feedback.cells`. Written by `feedback.releasing` alone.

    `told` may be shown; the others wait until they are enough to be told. `waiting` is of rounds whose own
    reports show this question, `apart` is told nowhere else: the two never mix, so that taking reports away
    from `told` leaves steps that are large enough by themselves.
    """

    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    question = models.SlugField(max_length=40, db_index=False)
    told = ArrayField(models.PositiveIntegerField(), default=list)
    waiting = ArrayField(models.PositiveIntegerField(), default=list)
    apart = ArrayField(models.PositiveIntegerField(), default=list)
    waits_since = models.DateField(null=True, blank=True)

    class Meta(Somewhere.Meta):
        indexes = [
            models.Index(
                fields=["waits_since"], condition=Q(waits_since__isnull=False), name="spread_that_waits"
            )
        ]
        constraints = [
            *Somewhere.Meta.constraints,
            models.UniqueConstraint(
                fields=["course", "phase", "wave", "system", "organisation", "staff_group", "question"],
                nulls_distinct=False,
                name="spread_once",
            ),
            models.CheckConstraint(
                condition=Q(staff_group="") | Q(system=""), name="spread_of_a_group_is_of_no_place"
            ),
            models.CheckConstraint(
                condition=Q(staff_group="") | Q(staff_group__in=StaffGroup.values),
                name="spread_group_is_known",
            ),
        ]

    def __str__(self):
        return f"what was said to {self.question}"


class Response(Somewhere):
    """How many were asked in rounds that closed, and how many answered."""

    rounds = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta(Somewhere.Meta):
        constraints = [
            *Somewhere.Meta.constraints,
            models.UniqueConstraint(
                fields=["course", "phase", "wave", "system", "organisation"],
                nulls_distinct=False,
                name="response_once",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=models.F("asked")), name="response_of_those_asked"
            ),
        ]

    def __str__(self):
        return f"{self.answered} of {self.asked}"
