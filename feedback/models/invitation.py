import uuid

from django.db import models


class Invitation(models.Model):
    """One person asked to answer one round. Says whether they did, never when; gone when the round closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("feedback.Round", on_delete=models.CASCADE, related_name="invitations")
    booking = models.ForeignKey(
        "courses.Booking", on_delete=models.CASCADE, related_name="feedback_invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "booking"], name="invitation_once")]

    def __str__(self):
        return "an invitation"
