from django.db import models
from django.db.models import Q

from facilitators.models.accreditation import Accreditation

MOST = 99
DELIVERING = ("co_facilitator", "lead", "trainer")


class StageRule(models.Model):
    """What somebody needs before they are signed off to one stage of one course, and for how long that lasts
    when they do not deliver. A stage without a rule needs the signature alone."""

    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="stage_rules")
    stage = models.CharField(max_length=20, choices=Accreditation.Stage)
    shadowed = models.PositiveSmallIntegerField(default=0, help_text="Sessions as shadow.")
    co_facilitated = models.PositiveSmallIntegerField(
        default=0, help_text="Sessions as co-facilitator; one that they led counts, too."
    )
    led = models.PositiveSmallIntegerField(default=0, help_text="Sessions as lead.")
    observed = models.PositiveSmallIntegerField(
        default=0, help_text="Observations by a lead that say they are ready for it."
    )
    current_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="It lapses after so many months without delivering; empty: never."
    )

    class Meta:
        ordering = ["course__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "stage"], name="stage_rule_once"),
            models.CheckConstraint(condition=~Q(stage="trained"), name="stage_rule_of_later_stage"),
            models.CheckConstraint(
                condition=Q(shadowed__lte=MOST, co_facilitated__lte=MOST, led__lte=MOST, observed__lte=MOST),
                name="stage_rule_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(current_months=None) | Q(current_months__range=(1, MOST), stage__in=DELIVERING),
                name="stage_rule_lapses_who_delivers",
            ),
        ]

    def __str__(self):
        return f"{self.course}, {self.get_stage_display().lower()}"
