from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class AssignmentQuerySet(models.QuerySet):
    def live(self):
        """Those that keep the facilitator's time: held, offered or accepted."""
        return self.filter(state__in=Assignment.LIVE)

    def accepted(self):
        return self.filter(state=Assignment.State.ACCEPTED)

    def of(self, user):
        return self.filter(facilitator__user=user)

    def with_session(self):
        return self.select_related("session__course", "session__venue", "session__organisation")


class Assignment(models.Model):
    """A facilitator's part in a session, from being offered to being accepted, declined, lapsed or stood
    down."""

    class Part(models.TextChoices):
        LEAD = "lead", "Lead"
        CO_FACILITATOR = "co_facilitator", "Co-facilitator"
        SHADOW = "shadow", "Shadow"
        OBSERVER = "observer", "Observer"

    class State(models.TextChoices):
        HELD = "held", "Held"
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"
        STOOD_DOWN = "stood_down", "Stood down"

    LIVE = (State.HELD, State.OFFERED, State.ACCEPTED)
    DELIVERS = (Part.LEAD, Part.CO_FACILITATOR)

    facilitator = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="assignments"
    )
    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=20, choices=Part)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    blocked = DateTimeRangeField(help_text="The session with the time to travel there and back.")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was declined, if they said.")
    called_off_from = models.CharField(
        max_length=10,
        blank=True,
        help_text="What it was when its session was called off: who had accepted is asked again.",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(state="offered"), name="assignment_offer_due")
        ]
        constraints = [
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[("blocked", RangeOperators.OVERLAPS), ("facilitator", RangeOperators.EQUAL)],
                condition=Q(state__in=["held", "offered", "accepted"]),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(part="lead", state__in=["held", "offered", "accepted"]),
                name="assignment_one_live_lead",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "offered"], answered_at=None)
                | (~Q(state__in=["held", "offered"]) & Q(answered_at__isnull=False)),
                name="assignment_answered_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(called_off_from="")
                | Q(state="stood_down", called_off_from__in=["held", "offered", "accepted"]),
                name="assignment_called_off_was_live",
            ),
        ]

    def __str__(self):
        return f"{self.get_part_display()} ({self.get_state_display()})"

    @property
    def is_live(self):
        return self.state in self.LIVE
