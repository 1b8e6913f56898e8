from django.conf import settings
from django.db import models
from django.db.models import Q

from facilitators.models.accreditation import Accreditation


class StageChange(models.Model):
    """One step of somebody's way with one course. A trigger refuses changes: together they tell how an
    Accreditation came to be what it is."""

    class Kind(models.TextChoices):
        BROUGHT_IN = "brought_in", "Known from before"
        TRAINED = "trained", "Attended the facilitator course"
        TAKEN_BACK = "taken_back", "Taken back"
        SIGNED = "signed", "Signed off"
        LAPSED = "lapsed", "Lapsed"
        RENEWED = "renewed", "Back in practice"

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="stage_changes"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.CharField("stage before", max_length=20, choices=Accreditation.Stage, blank=True)
    stage = models.CharField("stage after", max_length=20, choices=Accreditation.Stage, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who signed it; empty where it came by itself.",
    )
    source = models.ForeignKey(
        "courses.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs = models.JSONField(
        default=list, blank=True, help_text="What the stage needed then, and what there was."
    )
    met = models.BooleanField(default=True, help_text="Whether everything that it needed was there.")
    exception = models.CharField(max_length=300, blank=True, help_text="Why it was signed all the same.")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["facilitator", "course", "at"], name="stage_change_of_whom")]
        constraints = [
            models.CheckConstraint(
                condition=Q(met=True) | (~Q(exception="") & Q(by__isnull=False)),
                name="stage_change_unmet_is_signed_exception",
            ),
            models.CheckConstraint(
                condition=~Q(kind="signed") | Q(by__isnull=False), name="stage_change_signed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kind="taken_back", stage="") | (~Q(kind="taken_back") & ~Q(stage="")),
                name="stage_change_leads_to_a_stage",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_stage_display()}"
