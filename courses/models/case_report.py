from django.db import models
from django.db.models import Q

from stepforward.people.roles import Permission


class CaseReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them to those who write them; to facilitators what is in use and meant for them."""
        if user.is_authenticated and user.may(Permission.WRITE_CASES):
            return self
        if user.is_authenticated and user.may(Permission.READ_CASES):
            return self.filter(state=CaseReport.State.IN_USE, readers=CaseReport.Readers.FACILITATORS)
        return self.none()

    def for_sessions(self):
        """Those that can be picked for a session."""
        return self.filter(state=CaseReport.State.IN_USE).exclude(readers=CaseReport.Readers.COORDINATORS)


class CaseReport(models.Model):
    """A case for discussion. What it says is in its versions; which of them is used, in `cleared`."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_USE = "in_use", "In use"
        RETIRED = "retired", "Retired"

    class Readers(models.TextChoices):
        COORDINATORS = "coordinators", "Coordinators only"
        TEAM = "team", "The team of a session that it is picked for"
        FACILITATORS = "facilitators", "Every facilitator, in the library too"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    readers = models.CharField(max_length=12, choices=Readers, help_text="Who may see it.")
    newest = models.OneToOneField(
        "courses.CaseVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Its last version; empty only while the first is being written.",
    )
    cleared = models.OneToOneField(
        "courses.CaseClearance",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What made a version fit for use: the version that people read.",
    )

    objects = CaseReportQuerySet.as_manager()

    class Meta:
        ordering = ["newest__title", "pk"]
        verbose_name = "case"
        indexes = [models.Index(fields=["state", "readers"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_use", cleared__isnull=False) | (~Q(state="in_use") & Q(cleared=None)),
                name="case_in_use_was_cleared",
            ),
        ]

    def __str__(self):
        return f"case {self.pk}"
