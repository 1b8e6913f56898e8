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

    def overdue(self, now):
        """Offers that nobody answered in time."""
        return self.filter(state=Assignment.State.OFFERED, answer_by__lte=now)

    def to_pass_on(self):
        """Ended by the facilitator or by time, and nobody has been asked or told since."""
        return self.filter(state__in=Assignment.FREED, passed_on_at=None)

    def of(self, user):
        return self.filter(facilitator__user=user)

    def with_session(self):
        return self.select_related("session__course", "session__venue", "session__organisation")


class Assignment(models.Model):
    """A facilitator's part in a session, from being offered to being accepted, declined, lapsed, given back
    or stood down."""

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
        GIVEN_BACK = "given_back", "Given back"
        STOOD_DOWN = "stood_down", "Stood down"

    LIVE = (State.HELD, State.OFFERED, State.ACCEPTED)
    FREED = (State.DECLINED, State.LAPSED, State.GIVEN_BACK)
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

    stands_in_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        help_text="Whose part this is, where somebody is asked in their stead. Of several, one may have it.",
    )
    passed_on_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When a reserve was asked, or it was clear that none is left.",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(state="offered"), name="assignment_offer_due"),
            models.Index(
                fields=["answered_at"],
                condition=Q(state__in=["declined", "lapsed", "given_back"], passed_on_at=None),
                name="assignment_to_pass_on",
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[("blocked", RangeOperators.OVERLAPS), ("facilitator", RangeOperators.EQUAL)],
                condition=Q(state__in=["held", "offered", "accepted"]),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(part="lead")
                & (Q(state__in=["held", "accepted"]) | Q(state="offered", stands_in_for=None)),
                name="assignment_one_live_lead",
            ),
            models.CheckConstraint(
                condition=~Q(stands_in_for=models.F("id")), name="assignment_stands_in_for_another"
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
    def root_id(self):
        """The key of the assignment that fell out first, where this one stands in; else its own."""
        return self.stands_in_for_id or self.pk

    @property
    def is_live(self):
        return self.state in self.LIVE
