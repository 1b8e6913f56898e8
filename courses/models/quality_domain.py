from django.db import models


class QualityDomain(models.Model):
    """One domain of a quality framework for education. Frameworks are replaced every few years: a new one is
    more rows, and what was certified under the old one stays true."""

    framework = models.CharField(max_length=80, help_text="With its year.")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="quality_domain_once")]

    def __str__(self):
        return f"{self.number}. {self.name}"
