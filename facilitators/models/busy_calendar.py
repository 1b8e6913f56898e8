from django.db import models
from django.db.models import Q


class BusyCalendarQuerySet(models.QuerySet):
    def read_by_us(self):
        """Those of facilitators who are still with us."""
        return self.filter(facilitator__left_on=None, facilitator__user__is_active=True)

    def failing(self):
        return self.exclude(failing_since=None)


class BusyCalendar(models.Model):
    """The address of somebody's rota or calendar, from which we read when they are busy, and nothing else.

    The address is a secret: whoever has it can read their calendar.
    """

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.CASCADE, related_name="busy_calendars"
    )
    name = models.CharField(max_length=60, help_text="What its owner calls it.")
    host = models.CharField(max_length=255, help_text="The computer in the address.")
    sealed_address = models.BinaryField(help_text="Encrypted with the secret key.")
    added_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When we last got an answer.")
    whole_at = models.DateTimeField(null=True, blank=True, help_text="When we last read all of it.")
    unread = models.PositiveIntegerField(default=0, help_text="Entries that we could not understand.")
    etag = models.CharField(max_length=2000, blank=True)
    last_modified = models.CharField(max_length=2000, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True, help_text="The code of what happened.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When we wrote that it fails.")

    objects = BusyCalendarQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["tried_at"], name="busy_calendar_tried")]
        constraints = [
            models.UniqueConstraint(fields=["facilitator", "name"], name="busy_calendar_named_once"),
            models.CheckConstraint(
                condition=Q(failing_since=None, failure="", told_at=None)
                | (Q(failing_since__isnull=False) & ~Q(failure="")),
                name="busy_calendar_fails_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.name
