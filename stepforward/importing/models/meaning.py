from django.conf import settings
from django.db import models


class Meaning(models.Model):
    """What the programme's people mean by a word in their files: confirmed once, remembered."""

    class Subject(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        PEOPLE = "people", "Number of people"
        SIGNED = "signed", "Signed"
        SESSION = "session", "Session"
        COST_KIND = "cost_kind", "Kind of cost"
        PAYER = "payer", "Who paid"
        DATE_ORDER = "date_order", "Day or month first"
        STAGE = "stage", "Stage"
        PERSON = "person", "Person"
        MARK = "mark", "Mark in a poll"

    subject = models.CharField(max_length=20, choices=Subject)
    said = models.CharField(max_length=200, help_text="In lower case without signs.")
    means = models.CharField(
        max_length=20, help_text="An ODS code, a number, a choice of ours; or as written."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["subject", "said"]
        constraints = [models.UniqueConstraint(fields=["subject", "said"], name="import_meaning_once")]

    def __str__(self):
        return f"{self.said}: {self.means}"
