from django.db import models

from facilitators.models.assignment import Assignment


class Accreditation(models.Model):
    """Which course a facilitator may deliver, and at what stage: as it is now. How it came to that is in
    StageChange."""

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
    source = models.ForeignKey(
        "courses.Session",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_facilitators",
        help_text="The facilitator course that trained them; its team trained them.",
    )
    source_booking = models.ForeignKey(
        "courses.Booking",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accreditations",
        help_text="Their place in it.",
    )
    renewed_on = models.DateField(null=True, blank=True, help_text="Counts as though they had delivered.")
    lapsed_on = models.DateField(
        null=True, blank=True, help_text="Since when they have not delivered for too long."
    )

    class Meta:
        ordering = ["course__name"]
        constraints = [models.UniqueConstraint(fields=["facilitator", "course"], name="accreditation_once")]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.course}"

    @property
    def parts(self):
        """The parts that this stage allows; anybody may observe. Who has not delivered for too long leads
        nothing before they are back in practice."""
        parts = [
            part for part in self.PARTS[self.stage] if part != Assignment.Part.LEAD or not self.lapsed_on
        ]
        return (*parts, Assignment.Part.OBSERVER)

    @property
    def next_stage(self):
        """The Stage that comes after theirs, or None."""
        later = list(self.Stage)[list(self.Stage).index(self.stage) + 1 :]
        return later[0] if later else None
