from django.db import models
from django.db.models.functions import Lower


class UnmatchedCheckIn(models.Model):
    """Somebody said by the code in the room that they are there, with an address that no booking of the
    session has. The team settles it, which deletes the row."""

    session = models.ForeignKey(
        "courses.Session", on_delete=models.CASCADE, related_name="unmatched_check_ins"
    )
    email = models.EmailField(max_length=254)
    checked_in_at = models.DateTimeField()

    class Meta:
        verbose_name = "unmatched check-in"
        ordering = ["checked_in_at", "pk"]
        constraints = [
            models.UniqueConstraint("session", Lower("email"), name="unmatched_check_in_once"),
        ]

    def __str__(self):
        return f"unmatched check-in {self.pk}"
