from django.conf import settings
from django.db import models
from django.db.models import Q


class RequestMessageQuerySet(models.QuerySet):
    def unanswered(self):
        """What requesters wrote and nobody has answered, nor said that it needs no answer."""
        return self.filter(by=None, settled_at=None)


class RequestMessage(models.Model):
    """One message between a requester and the coordinators. It stays with the request whose private page it
    is read on, also when that is merged: a colleague who asked for the same does not read it."""

    request = models.ForeignKey("courses.TrainingRequest", on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The coordinator; empty where the requester wrote it.",
    )
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When a requester's message was answered, or needed no answer."
    )

    objects = RequestMessageQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(fields=["request"], condition=Q(by=None, settled_at=None), name="message_unanswered")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(by=None) | Q(settled_at=None), name="message_settled_is_a_requester_s"
            ),
        ]

    def __str__(self):
        return f"message {self.pk}"
