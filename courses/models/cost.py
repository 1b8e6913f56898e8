from django.conf import settings
from django.db import models
from django.db.models import Q

from stepforward.people.roles import Permission
from stepforward.ui.money import MOST, say_pounds


class CostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to those who keep the costs; to everybody else what they paid themselves."""
        if user.is_authenticated and user.may(Permission.KEEP_COSTS):
            return self
        return self.filter(payer_id=user.pk) if user.is_authenticated else self.none()

    def owed(self):
        """What a facilitator paid and has not got back."""
        return self.filter(paid_by=Cost.PaidBy.FACILITATOR, paid_back_on=None)

    def with_session(self):
        return self.select_related("session__course", "session__venue", "payer")


class Cost(models.Model):
    """One thing that was paid for a session. Facilitators' time is no cost: it is counted in hours."""

    class Kind(models.TextChoices):
        VENUE = "venue", "Venue"
        REFRESHMENTS = "refreshments", "Refreshments"
        RESOURCES = "resources", "Resources"
        TRAVEL = "travel", "Travel"
        OTHER = "other", "Something else"

    class PaidBy(models.TextChoices):
        PROGRAMME = "programme", "The programme"
        HOST = "host", "The host"
        FACILITATOR = "facilitator", "A facilitator, out of pocket"

    class Funded(models.TextChoices):
        YES = "yes", "Funded"
        NO = "no", "Not funded"

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.CharField("what it was", max_length=120, blank=True)
    pence = models.PositiveIntegerField(help_text="Whole pence.")
    paid_by = models.CharField(max_length=20, choices=PaidBy, blank=True, help_text="Empty: not said.")
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="costs_paid",
        help_text="The facilitator who paid out of pocket, where it is known who.",
    )
    paid_back_on = models.DateField(null=True, blank=True)
    funded = models.CharField(max_length=3, choices=Funded, blank=True, help_text="Empty: not said.")
    funded_by = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = CostQuerySet.as_manager()

    class Meta:
        ordering = ["session__starts_at", "pk"]
        indexes = [
            models.Index(
                fields=["payer"], condition=Q(paid_by="facilitator", paid_back_on=None), name="cost_owed"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gte=1, pence__lte=MOST), name="cost_is_an_amount"),
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(words=""), name="cost_other_has_words"),
            models.CheckConstraint(
                condition=Q(paid_by="facilitator") | Q(payer=None, paid_back_on=None),
                name="cost_paid_back_to_a_facilitator",
            ),
            models.CheckConstraint(
                condition=Q(funded="yes") | Q(funded_by=""), name="cost_funded_by_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.said_what}, {say_pounds(self.pence)}"

    @property
    def said_what(self):
        return self.words or self.get_kind_display()

    @property
    def is_owed(self):
        return self.paid_by == self.PaidBy.FACILITATOR and self.paid_back_on is None
