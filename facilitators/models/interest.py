from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower

from courses.models import Booking, Session
from facilitators.models.facilitator import Facilitator
from stepforward.people.staff_groups import StaffGroup


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def with_standing(self):
        """Each with `standing`, its stage as it really is: a place in a facilitator course and a
        facilitator's record say so themselves."""
        trained = Facilitator.objects.filter(user__email__iexact=OuterRef("email"), left_on=None)
        booked = Booking.objects.live().filter(
            email__iexact=OuterRef("email"),
            session__state__in=Session.TO_COME,
            session__course__makes_facilitators_of__isnull=False,
        )
        Stage = Interest.Stage
        return self.annotate(
            standing=Case(
                When(Exists(trained), then=Value(Stage.TRAINED)),
                When(stage=Stage.NOT_NOW, then=Value(Stage.NOT_NOW)),
                When(Exists(booked), then=Value(Stage.BOOKED)),
                default=F("stage"),
            )
        )

    def waiting(self):
        """Those for whom somebody has to do the next thing, the longest first."""
        Stage = Interest.Stage
        open_ones = self.confirmed().filter(stage__in=[Stage.NEW, Stage.TALKED, Stage.OFFERED])
        return open_ones.with_standing().filter(standing=F("stage")).order_by("moved_at", "pk")


class Interest(models.Model):
    """Somebody would like to facilitate. What they said on a public page counts once they confirm it by
    email."""

    class Stage(models.TextChoices):
        NEW = "new", "New"
        TALKED = "talked", "Talked to"
        OFFERED = "offered", "Place offered"
        BOOKED = "booked", "Booked on a facilitator course"
        TRAINED = "trained", "Trained"
        NOT_NOW = "not_now", "Not now"

    class CameBy(models.TextChoices):
        PAGE = "page", "The public page"
        BOOKING = "booking", "The page of their booking"

    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    other_organisation = models.CharField(max_length=200, blank=True)
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    why = models.TextField(max_length=1000, blank=True, help_text="In their own words.")
    came_by = models.CharField(max_length=10, choices=CameBy)
    said_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NEW)
    moved_at = models.DateTimeField(help_text="When it came to this stage.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why not now.")
    note = models.TextField(max_length=1000, blank=True, help_text="What was talked about.")
    training = models.ForeignKey(
        "courses.Session",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The facilitator course that they were offered a place in.",
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["moved_at", "pk"]
        verbose_name_plural = "expressions of interest"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(confirmed_at__isnull=False) & ~Q(stage="not_now"),
                name="interest_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["new", "talked", "offered", "not_now"]),
                name="interest_stage_is_somebody_s_deed",
            ),
            models.CheckConstraint(
                condition=(Q(stage="not_now") & ~Q(reason="")) | (~Q(stage="not_now") & Q(reason="")),
                name="interest_not_now_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stage="offered") | Q(training__isnull=False),
                name="interest_offered_has_its_course",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(other_organisation=""),
                name="interest_has_one_organisation",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def organisation_name(self):
        return self.organisation.name if self.organisation else self.other_organisation
