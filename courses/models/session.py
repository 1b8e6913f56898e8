from django.conf import settings
from django.db import models
from django.db.models import Q

from stepforward.people.access import rows_granted
from stepforward.people.roles import Permission


class SessionQuerySet(models.QuerySet):
    def upcoming(self, now):
        return self.filter(starts_at__gt=now).order_by("starts_at", "pk")

    def visible_to(self, user):
        """Open sessions to everybody; all to those who plan them."""
        return self.filter(Q(state=Session.State.OPEN) | rows_granted("courses.Session", Permission.PLAN_SESSIONS, user))

    def held_by(self, user, permission):
        """Sessions for which `user` holds `permission`: by role, or by being on the session's team."""
        return self.filter(rows_granted("courses.Session", permission, user))


class Session(models.Model):
    """One dated delivery of a course, at a venue or online."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open for booking"
        DELIVERED = "delivered", "Delivered"
        CALLED_OFF = "called_off", "Called off"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="sessions")
    request = models.ForeignKey(
        "courses.TrainingRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        help_text="Who hosts it.",
    )
    team_name = models.CharField("for which team", max_length=120, blank=True)
    venue = models.ForeignKey("courses.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    online_link = models.URLField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(default=0, help_text="Grows with every change that calendars must hear of.")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_has_places"),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "delivered"]) | Q(venue__isnull=False) | ~Q(online_link=""),
                name="session_open_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at=None)),
                name="session_delivered_has_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.course} on {self.starts_at:%Y-%m-%d}"

    @property
    def is_online(self):
        return self.venue_id is None

    @property
    def place(self):
        """Where it is, in a few words."""
        return self.venue.name if self.venue else "Online"
