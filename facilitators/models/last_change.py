from django.db import models


class LastChange(models.Model):
    """What stood before the last change that a facilitator made to when they are free, so that it can be
    undone: once, from any device."""

    facilitator = models.OneToOneField(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="last_change"
    )
    said = models.JSONField(help_text="[[day, part, level or null], …] of the parts that changed.")
    usual = models.JSONField(
        null=True,
        help_text="[[weekday, part, level, first day, last day or null], …]; null where none changed.",
    )

    def __str__(self):
        return f"last change {self.pk}"
