from django.conf import settings
from django.db import models


class Coding(models.Model):
    """Which themes one person found in a comment, none included. A second person, who does not see the
    first's, codes a sample.

    Counting deletes a round's comments and writes them again under the same keys within one transaction. The
    database looks at this key when that ends; Django must not follow the deletion.
    """

    comment = models.ForeignKey("feedback.Comment", on_delete=models.DO_NOTHING, related_name="codings")
    codebook = models.ForeignKey("feedback.Codebook", on_delete=models.PROTECT, related_name="codings")
    themes = models.ManyToManyField("feedback.Theme", related_name="codings", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    as_second = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "codebook", "as_second"], name="coding_once_first_once_second"
            ),
            models.UniqueConstraint(fields=["comment", "codebook", "by"], name="coding_by_two_people"),
        ]

    def __str__(self):
        return f"coding {self.pk}"
