from django.db import models


class PrivateLink(models.Model):
    """A link that lets whoever holds it see one thing. Only its hash is kept; see `people.links`."""

    purpose = models.CharField(max_length=40)
    about = models.BigIntegerField(help_text="Primary key of what the link opens.")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "about"])]

    def __str__(self):
        return f"{self.purpose} {self.about}"
