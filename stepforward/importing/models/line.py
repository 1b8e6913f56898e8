from django.db import models


class Line(models.Model):
    """What one row of a brought file means, or why it means nothing."""

    class Verdict(models.TextChoices):
        MADE = "made", "New"
        UNCHANGED = "unchanged", "There already"
        DOUBTFUL = "doubtful", "Doubtful"
        REFUSED = "refused", "Refused"

    run = models.ForeignKey("importing.Run", on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField(help_text="As the spreadsheet numbers it.")
    sheet = models.CharField(max_length=40, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "verdict"])]

    def __str__(self):
        return f"row {self.row}"
