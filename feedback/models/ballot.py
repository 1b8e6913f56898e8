import uuid

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import In

from feedback.sealing import SEALED_FOR_POOL, SEALED_FOR_ROUND


class Ballot(models.Model):
    """One sealed answer: no author, no time, one length whatever was said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey("feedback.Box", on_delete=models.PROTECT, related_name="ballots")
    sealed = models.BinaryField(help_text="See feedback.sealing.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=In(Length("sealed"), [SEALED_FOR_ROUND, SEALED_FOR_POOL]),
                name="ballot_has_its_length",
            )
        ]

    def __str__(self):
        return "a ballot"
