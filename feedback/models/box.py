import uuid

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Box(models.Model):
    """What ballots are sealed for: a round's or a pool's. The public half of the key stands here, the private
    half nowhere: the counting worker derives it from FEEDBACK_KEY and the box's salt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_key = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("public_key"), 32), name="box_key_has_its_length")
        ]

    def __str__(self):
        return f"box {self.pk}"


class Salt(models.Model):
    """Half of what a box's private key is derived from. In a table of its own that no backup may hold;
    deleted when the box closes, and with it every copy of its ballots becomes noise for good."""

    box = models.OneToOneField(
        "feedback.Box", on_delete=models.CASCADE, primary_key=True, related_name="salt"
    )
    salt = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("salt"), 32), name="salt_has_its_length")
        ]

    def __str__(self):
        return f"salt of {self.box_id}"
