from django.db import models

from facilitators.models.assignment import Assignment


class Accreditation(models.Model):
    """Which course a facilitator may deliver, and at what stage."""

    class Stage(models.TextChoices):
        TRAINED = "trained", "Trained"
        SHADOWING = "shadowing", "Shadowing"
        CO_FACILITATOR = "co_facilitator", "Co-facilitator"
        LEAD = "lead", "Lead"
        TRAINER = "trainer", "Trainer"

    PARTS = {
        Stage.TRAINED: (Assignment.Part.SHADOW,),
        Stage.SHADOWING: (Assignment.Part.SHADOW,),
        Stage.CO_FACILITATOR: (Assignment.Part.CO_FACILITATOR,),
        Stage.LEAD: (Assignment.Part.LEAD, Assignment.Part.CO_FACILITATOR),
        Stage.TRAINER: (Assignment.Part.LEAD, Assignment.Part.CO_FACILITATOR),
    }

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="accreditations"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="accreditations")
    stage = models.CharField(max_length=20, choices=Stage)
    since = models.DateField()

    class Meta:
        ordering = ["course__name"]
        constraints = [models.UniqueConstraint(fields=["facilitator", "course"], name="accreditation_once")]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.course}"

    @property
    def parts(self):
        """The parts that this stage allows; anybody may observe."""
        return (*self.PARTS[self.stage], Assignment.Part.OBSERVER)
