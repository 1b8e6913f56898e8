from django.db import models
from django.db.models import Q

from stepforward.people.staff_groups import StaffGroup


class Pool(models.Model):
    """Answers of one questionnaire in one phase, counted in company that a single round does not have.

    Without a staff group: the ballots that rounds still held when they closed, fewer than five each; opens at
    five. With one: a sealed copy of the answers of everybody who gave that group; opens at ten.
    """

    questionnaire = models.ForeignKey(
        "feedback.Questionnaire", on_delete=models.PROTECT, related_name="pools"
    )
    phase = models.ForeignKey(
        "rollout.Phase", on_delete=models.PROTECT, null=True, blank=True, related_name="feedback_pools"
    )
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    box = models.OneToOneField("feedback.Box", on_delete=models.PROTECT, related_name="pool")
    counted = models.PositiveIntegerField(default=0, help_text="How many ballots are in its tallies.")
    company = models.PositiveIntegerField(
        default=0,
        help_text="How many people were counted together with those whose ballots it holds, they included.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "phase", "staff_group"], nulls_distinct=False, name="pool_once"
            ),
            models.CheckConstraint(
                condition=Q(staff_group="") | Q(staff_group__in=StaffGroup.values), name="pool_group_is_known"
            ),
        ]

    def __str__(self):
        return f"pool {self.pk}"
