import uuid

from django.db import models
from django.db.models import Q

MOST_REMINDERS = 2


class Invitation(models.Model):
    """One person asked to answer one round. Says whether they did, never when; gone when the round closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("feedback.Round", on_delete=models.CASCADE, related_name="invitations")
    booking = models.ForeignKey(
        "courses.Booking", on_delete=models.CASCADE, related_name="feedback_invitations"
    )
    used = models.BooleanField(default=False)
    emailed = models.BooleanField(default=False, help_text="No: so far they were only asked in the room.")
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "booking"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(reminders__lte=MOST_REMINDERS), name="invitation_reminded_twice_at_most"
            ),
        ]

    def __str__(self):
        return "an invitation"


class InvitationLink(models.Model):
    """One address that opens an invitation: each email carries its own, and so does a phone in the room.
    Nothing says by which of them somebody answered."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")

    def __str__(self):
        return "a link"
