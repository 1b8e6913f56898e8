from django.db import models


class FreeAllTheSame(models.Model):
    """A London day on which a facilitator's calendars do not count, because they said so."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="free_all_the_same"
    )
    day = models.DateField()

    class Meta:
        verbose_name_plural = "days free all the same"
        constraints = [
            models.UniqueConstraint(fields=["facilitator", "day"], name="free_all_the_same_said_once")
        ]

    def __str__(self):
        return f"{self.day}"
