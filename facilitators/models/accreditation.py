from django.db import models


class Accreditation(models.Model):
    """Which course a facilitator may deliver, and at what stage."""

    class Stage(models.TextChoices):
        TRAINED = "trained", "Trained"
        SHADOWING = "shadowing", "Shadowing"
        CO_FACILITATOR = "co_facilitator", "Co-facilitator"
        LEAD = "lead", "Lead"
        TRAINER = "trainer", "Trainer"

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="accreditations"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="accreditations")
    stage = models.CharField(max_length=20, choices=Stage)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facilitator", "course"], name="accreditation_once")]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.course}"
