from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper

from stepforward.people.staff_groups import StaffGroup


class BookingQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=Booking.LIVE)

    def waiting(self):
        """The waiting list, first come first."""
        return self.filter(state=Booking.State.WAITING).order_by("place_in_line")

    def booked(self):
        return self.filter(state=Booking.State.BOOKED)

    def ended(self):
        return self.filter(state__in=Booking.ENDED)

    def attended(self):
        return self.filter(attendance=Booking.Attendance.ATTENDED)

    def trained(self):
        """Those who attended long enough to be certified, and to be counted as trained."""
        return self.attended().filter(took_part=True)

    def reachable(self):
        """Those who can be written to; who walked in may have left no address."""
        return self.exclude(email="")

    def of(self, email):
        """Every booking of the person with this address."""
        return self.alias(address=Lower("email")).filter(address=email.lower())

    def by_name(self):
        return self.select_related("organisation").order_by("name", "pk")


class Booking(models.Model):
    """One person's place in one session, or their place in its waiting list."""

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        WAITING = "waiting", "On the waiting list"
        OFFERED = "offered", "Offered a freed place"
        CANCELLED = "cancelled", "Cancelled"
        LAPSED = "lapsed", "Offer lapsed"
        PASSED_ON = "passed_on", "Passed on to somebody else"
        MERGED = "merged", "Merged with another booking"

    class Attendance(models.TextChoices):
        ATTENDED = "attended", "Attended"
        ABSENT = "absent", "Did not attend"

    class Reason(models.TextChoices):
        """Why somebody cancels. Nothing here asks about their health."""

        WORK = "work", "I am needed at work"
        DATE = "date", "The date or time does not suit me any more"
        PLACE = "place", "The place is too far, or hard to reach"
        ANOTHER = "another", "I booked another session"
        PERSONAL = "personal", "Something personal"
        OTHER = "other", "Something else"

    class HeardFrom(models.TextChoices):
        COLLEAGUE = "colleague", "A colleague who took it"
        MANAGER = "manager", "My manager or supervisor"
        EDUCATION = "education", "Our education team"
        FACILITATOR = "facilitator", "One of its facilitators"
        EMAIL = "email", "An email or newsletter"
        NOTICE = "notice", "The intranet, a poster or social media"
        EVENT = "event", "Teaching, an induction or a conference"
        OTHER = "other", "Another way"

    # What is known of the stay of somebody who was not there
    NO_STAY = {
        "came_late": False,
        "arrived_at": None,
        "left_early": False,
        "left_at": None,
        "took_part": True,
    }
    LIVE = (State.BOOKED, State.WAITING, State.OFFERED)
    ENDED = (State.CANCELLED, State.LAPSED, State.PASSED_ON, State.MERGED)
    TAKES_PLACE = (State.BOOKED, State.OFFERED)

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="bookings")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True, help_text="Empty for a walk-in who left none.")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    other_organisation = models.CharField(max_length=200, blank=True, help_text="One not in the list.")
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    needs = models.TextField("access needs", max_length=500, blank=True)
    dietary = models.TextField("dietary needs", max_length=300, blank=True)
    heard_from = models.CharField(max_length=12, choices=HeardFrom, blank=True)
    heard_other = models.CharField(max_length=120, blank=True)
    kept = models.ForeignKey(
        "courses.KeptPlaces",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        help_text="The department's places of which this is one.",
    )
    state = models.CharField(max_length=10, choices=State)
    place_in_line = models.PositiveIntegerField(
        null=True, blank=True, help_text="Order of joining the waiting list."
    )
    hold_until = models.DateTimeField(null=True, blank=True, help_text="Until when an offered place is kept.")
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True)
    came_late = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(null=True, blank=True, help_text="Roughly, if they came late.")
    left_early = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True, help_text="Roughly, if they left early.")
    took_part = models.BooleanField(
        default=True, help_text="No: they were there, but not for enough of it to be certified."
    )
    checked_in_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When they said themselves, by the code in the room, that they are there.",
    )
    booked_at = models.DateTimeField()
    placed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When an offered place was taken; empty where it was theirs from the start.",
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was cancelled or lapsed.")
    cancelled_because = models.CharField(max_length=10, choices=Reason, blank=True)
    cancelled_note = models.CharField(max_length=300, blank=True, help_text="Why, in their own words.")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    called_off_from = models.CharField(
        max_length=10,
        blank=True,
        help_text="What it was when its session was called off, and comes back as.",
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "pk"]
        indexes = [
            models.Index(Lower("email"), name="booking_by_address"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="booking_by_likeness"),
        ]
        constraints = [
            models.UniqueConstraint(
                "session",
                Lower("email"),
                condition=Q(state__in=["booked", "waiting", "offered"]) & ~Q(email=""),
                name="booking_one_live_per_person",
            ),
            models.UniqueConstraint(fields=["session", "place_in_line"], name="booking_place_in_line_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "offered"]) | Q(place_in_line__isnull=False),
                name="booking_waiting_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", hold_until__isnull=False)
                | (~Q(state="offered") & Q(hold_until=None)),
                name="booking_offered_has_its_hold",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "lapsed", "passed_on", "merged"], ended_at__isnull=False)
                | (Q(state__in=["booked", "waiting", "offered"]) & Q(ended_at=None)),
                name="booking_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(state="booked"), name="booking_attended_was_booked"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="booking_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(other_organisation=""), name="booking_has_one_organisation"
            ),
            models.CheckConstraint(
                condition=Q(called_off_from="")
                | Q(called_off_from__in=["booked", "waiting", "offered"], ended_at__isnull=False),
                name="booking_called_off_was_live",
            ),
            models.CheckConstraint(
                condition=Q(attendance="attended") | Q(came_late=False, left_early=False, took_part=True),
                name="booking_stay_of_who_attended",
            ),
            models.CheckConstraint(
                condition=Q(came_late=True) | Q(arrived_at=None), name="booking_arrived_late"
            ),
            models.CheckConstraint(condition=Q(left_early=True) | Q(left_at=None), name="booking_left_early"),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(left_at=None) | Q(left_at__gt=models.F("arrived_at")),
                name="booking_left_after_arriving",
            ),
        ]

    def __str__(self):
        return f"booking {self.pk}"

    @property
    def is_live(self):
        return self.state in self.LIVE

    @property
    def organisation_name(self):
        return self.organisation.name if self.organisation else self.other_organisation

    @property
    def short_organisation(self):
        return self.organisation.short if self.organisation else self.other_organisation

    @property
    def said_heard(self):
        """How they heard of it: their own words where they chose another way and gave some."""
        own = self.heard_other if self.heard_from == self.HeardFrom.OTHER else ""
        return own or self.get_heard_from_display()

    @property
    def added_themselves(self):
        """They had no booking, and put themselves on the register by the code in the room."""
        return self.checked_in_at is not None and self.checked_in_at == self.booked_at
