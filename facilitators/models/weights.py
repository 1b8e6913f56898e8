from django.conf import settings
from django.db import models

MOST = 1_000


class WeightsQuerySet(models.QuerySet):
    def as_they_stand(self):
        """The newest, or those that the programme begins with, which nobody saved."""
        return self.select_related("by").order_by("-pk").first() or self.model()


class Weights(models.Model):
    """How much each wish counts when teams are put in order, in points. Rows are only added: the newest
    counts, and the others tell what counted before. What must be so is no wish, and has no weight."""

    if_needed = models.PositiveSmallIntegerField(
        "Said only “if needed”",
        default=100,
        help_text="Points off for each person who said “if needed” and not “yes”. "
        "Keep it above all others together, so that they are asked only if needed.",
    )
    staff_groups = models.PositiveSmallIntegerField(
        "Mix of staff groups",
        default=12,
        help_text="Points for each further staff group among those who deliver, like doctor and nurse.",
    )
    organisations = models.PositiveSmallIntegerField(
        "Mix of organisations",
        default=6,
        help_text="Points for each further organisation among those who deliver.",
    )
    newness = models.PositiveSmallIntegerField(
        "Experience beside newness",
        default=10,
        help_text="Points where somebody who delivered the course often is beside somebody who is new to it.",
    )
    shadows = models.PositiveSmallIntegerField(
        "Shadows who need sessions",
        default=24,
        help_text="Points for a shadow who needs one more session to go on; half of them where two.",
    )
    miles = models.PositiveSmallIntegerField(
        "Miles",
        default=4,
        help_text="Points off for every ten miles that somebody has to come, where we know them.",
    )
    fairness = models.PositiveSmallIntegerField(
        "Fair load",
        default=20,
        help_text="Points off for somebody who has as many sessions in half a year as they offered; "
        "half of them for half as many.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    objects = WeightsQuerySet.as_manager()

    WISHES = ("if_needed", "staff_groups", "organisations", "newness", "shadows", "miles", "fairness")

    class Meta:
        verbose_name_plural = "weights"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    if_needed__lte=MOST,
                    staff_groups__lte=MOST,
                    organisations__lte=MOST,
                    newness__lte=MOST,
                    shadows__lte=MOST,
                    miles__lte=MOST,
                    fairness__lte=MOST,
                ),
                name="weights_are_sensible",
            )
        ]

    @property
    def points(self):
        """{wish: points}."""
        return {wish: getattr(self, wish) for wish in self.WISHES}

    @property
    def said(self):
        """[(the wish in words, its points), …]."""
        return [(self._meta.get_field(wish).verbose_name, points) for wish, points in self.points.items()]

    def __str__(self):
        return f"weights since {self.since}"
