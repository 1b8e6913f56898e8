from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from feedback.models.questionnaire import Wave


class RoundQuerySet(models.QuerySet):
    def open_on(self, day):
        """Rounds that take answers on the date `day`."""
        return self.filter(closed=False, opens_on__lte=day, closes_on__gt=day)

    def with_response(self):
        """Each with `asked` and `so_far`, how many were asked and how many answered until now; of a closed
        one with `invited` None nobody knows how many were asked."""
        used = Count("invitations", filter=Q(invitations__used=True))
        return self.annotate(
            asked=Coalesce("invited", Count("invitations")), so_far=Coalesce("answered", used)
        )


class Round(models.Model):
    """One collection of feedback for one session. Dates only: a time would say who was last."""

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="rounds")
    questionnaire = models.ForeignKey(
        "feedback.Questionnaire", on_delete=models.PROTECT, related_name="rounds"
    )
    wave = models.CharField(max_length=15, choices=Wave)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="The first day on which answers are no longer taken.")
    box = models.OneToOneField("feedback.Box", on_delete=models.PROTECT, related_name="round")
    pool = models.ForeignKey(
        "feedback.Pool",
        on_delete=models.PROTECT,
        related_name="rounds",
        help_text="Where ballots pass to that are too few to be opened here.",
    )
    closed = models.BooleanField(default=False)
    invited = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many were asked; set at close. Not known of what was moved in."
    )
    answered = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many answered; set at close."
    )
    counted = models.PositiveIntegerField(default=0, help_text="How many ballots are in its tallies.")

    objects = RoundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["closes_on"], condition=Q(closed=False), name="round_to_close")]
        constraints = [
            models.UniqueConstraint(fields=["session", "wave"], name="round_once_per_wave"),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="round_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(closed=False, answered=None, invited=None)
                | Q(closed=True, answered__isnull=False),
                name="round_closed_knows_its_answers",
            ),
            models.CheckConstraint(
                condition=Q(answered=None) | Q(answered__lte=F("invited"), counted__lte=F("answered")),
                name="round_counts_in_order",
            ),
        ]

    def __str__(self):
        return f"round {self.pk}"
