from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Point(models.TextChoices):
    """What has to be true before a case is discussed.

    After the General Medical Council's "Confidentiality: disclosing information for education and training
    purposes" (2017), the details that BMJ names as identifying in "Preparing raw clinical data for
    publication" (BMJ 2010;340:c181), and the motivated intruder test of the Information Commissioner's
    guidance on anonymisation (2025).
    """

    NAMES = "names", "No names"
    PLACES = "places", "No places"
    DATES = "dates", "No dates"
    ROLES = "roles", "No rare roles"
    CONDITIONS = "conditions", "No rare conditions or events"
    WORDS = "words", "Nobody’s own words or pictures"
    INTRUDER = "intruder", "Nobody could find out"


class CaseClearance(models.Model):
    """That one version of a case was checked, point by point, and found fit for use. Never changed."""

    class Basis(models.TextChoices):
        COMPOSITE = "composite", "Composed of several events"
        INVENTED = "invented", "Invented"
        CONSENT = "consent", "One event, and those in it have agreed in writing"

    version = models.ForeignKey("courses.CaseVersion", on_delete=models.PROTECT, related_name="clearances")
    points = ArrayField(models.CharField(max_length=20, choices=Point))
    basis = models.CharField(max_length=10, choices=Basis)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__contains=Point.values), name="case_cleared_on_every_point"
            ),
        ]

    def __str__(self):
        return f"clearance {self.pk}"
