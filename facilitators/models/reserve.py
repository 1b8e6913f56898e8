from django.db import models
from django.db.models import Q

from facilitators.models.assignment import Assignment


class ReserveQuerySet(models.QuerySet):
    def waiting(self):
        """Those who have not been asked yet."""
        return self.filter(assignment=None)


class Reserve(models.Model):
    """Somebody to ask when a member of a session's team declines, does not answer or drops out. It keeps none
    of their time: they hear of it only when they are asked, and may be elsewhere by then."""

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="reserves")
    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="reserved_for"
    )
    part = models.CharField(
        max_length=20,
        choices=Assignment.Part,
        blank=True,
        help_text="Empty: whichever their accreditation allows.",
    )
    turn = models.PositiveSmallIntegerField(help_text="1 is asked first.")
    noted_at = models.DateTimeField()
    assignment = models.OneToOneField(
        "facilitators.Assignment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="as_reserve",
        help_text="The offer, since they were asked.",
    )

    objects = ReserveQuerySet.as_manager()

    class Meta:
        ordering = ["session", "turn", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "facilitator"], name="reserve_once_a_session"),
            models.CheckConstraint(condition=Q(turn__gte=1), name="reserve_has_a_turn"),
        ]

    def __str__(self):
        return f"Reserve {self.turn}, {self.get_part_display() or 'any part'}"
