from django.conf import settings
from django.db import models

from courses.models.case_report import CaseReport


class SessionCaseQuerySet(models.QuerySet):
    def in_order(self):
        """As they are discussed, with the version that each is pinned to."""
        return self.select_related("case__cleared__version", "cleared__version").order_by("place")

    def readable_by_team(self):
        return self.exclude(case__readers=CaseReport.Readers.COORDINATORS)


class SessionCase(models.Model):
    """A case picked for a session, in the version that was in use then: later ones change nothing in it."""

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("courses.CaseReport", on_delete=models.PROTECT, related_name="picks")
    cleared = models.ForeignKey(
        "courses.CaseClearance", on_delete=models.PROTECT, related_name="picks", help_text="The version."
    )
    place = models.PositiveSmallIntegerField(help_text="1 for the first that is discussed.")
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    picked_at = models.DateTimeField()

    objects = SessionCaseQuerySet.as_manager()

    class Meta:
        ordering = ["session", "place"]
        verbose_name = "picked case"
        constraints = [
            models.UniqueConstraint(fields=["session", "case"], name="case_picked_once"),
            models.UniqueConstraint(
                fields=["session", "place"],
                name="case_has_its_own_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return f"picked case {self.pk}"

    @property
    def version(self):
        return self.cleared.version

    @property
    def newer(self):
        """The version that is in use by now, where it is another one."""
        cleared = self.case.cleared
        return cleared.version if cleared and cleared.version_id != self.cleared.version_id else None
