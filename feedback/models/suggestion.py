from django.db import models


class Suggestion(models.Model):
    """A theme that the classifier expects in a comment. It is never a coding by itself."""

    comment = models.ForeignKey("feedback.Comment", on_delete=models.DO_NOTHING, related_name="suggestions")
    theme = models.ForeignKey("feedback.Theme", on_delete=models.CASCADE, related_name="suggestions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "theme"], name="suggestion_once")]

    def __str__(self):
        return f"suggestion {self.pk}"


class Learned(models.Model):
    """From how many codings the suggestions of a codebook come, and for how many comments they were made."""

    codebook = models.OneToOneField("feedback.Codebook", on_delete=models.CASCADE, related_name="learned")
    codings = models.PositiveIntegerField()
    comments = models.PositiveIntegerField()

    def __str__(self):
        return f"learned from {self.codings}"
