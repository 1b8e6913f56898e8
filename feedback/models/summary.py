from django.conf import settings
from django.db import models


class Summary(models.Model):
    """One page for a requester on what people made of their sessions, as it was sent: it never changes.

    `said` is what `feedback.summarising` found, in words and rounded figures.
    """

    request = models.ForeignKey(
        "courses.TrainingRequest", on_delete=models.PROTECT, related_name="feedback_summaries"
    )
    said = models.JSONField()
    note = models.CharField("a few words of the coordinator", max_length=500, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"summary {self.pk}"


class SummedUp(models.Model):
    """A round that is in a summary; in one alone, so that no two summaries can be taken from each other."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="rounds")
    round = models.OneToOneField("feedback.Round", on_delete=models.PROTECT, related_name="summed_up")

    def __str__(self):
        return f"round {self.round_id} in summary {self.summary_id}"
