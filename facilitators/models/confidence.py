from django.db import models
from django.db.models import Q


class Confidence(models.Model):
    """How confident somebody feels in one thing, 1 to 5, looking back from one session: as it was before they
    became a facilitator, and now. Theirs alone; their portfolio tells it where they want it to."""

    class Area(models.TextChoices):
        LEADING = "leading", "Leading a team"
        TEACHING = "teaching", "Teaching"
        FACILITATING = "facilitating", "Facilitating a difficult conversation"

    assignment = models.ForeignKey(
        "facilitators.Assignment", on_delete=models.CASCADE, related_name="confidence"
    )
    area = models.CharField(max_length=12, choices=Area)
    then = models.PositiveSmallIntegerField()
    now = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "area"], name="confidence_once_a_session"),
            models.CheckConstraint(
                condition=Q(then__range=(1, 5), now__range=(1, 5)), name="confidence_on_the_scale"
            ),
        ]

    def __str__(self):
        return f"{self.area}: {self.then} to {self.now}"
