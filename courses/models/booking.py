from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from stepforward.people.staff_groups import StaffGroup


class BookingQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=Booking.LIVE)

    def taking_places(self):
        return self.filter(state__in=Booking.TAKES_PLACE)

    def waiting(self):
        """The waiting list, first come first."""
        return self.filter(state=Booking.State.WAITING).order_by("place_in_line")

    def booked(self):
        return self.filter(state=Booking.State.BOOKED)

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

    class Attendance(models.TextChoices):
        ATTENDED = "attended", "Attended"
        ABSENT = "absent", "Did not attend"

    LIVE = (State.BOOKED, State.WAITING, State.OFFERED)
    TAKES_PLACE = (State.BOOKED, State.OFFERED)

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="bookings")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    needs = models.TextField("access needs", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State)
    place_in_line = models.PositiveIntegerField(
        null=True, blank=True, help_text="Order of joining the waiting list."
    )
    hold_until = models.DateTimeField(null=True, blank=True, help_text="Until when an offered place is kept.")
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True)
    booked_at = models.DateTimeField()
    placed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When an offered place was taken; empty where it was theirs from the start.",
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was cancelled or lapsed.")

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "session",
                Lower("email"),
                condition=Q(state__in=["booked", "waiting", "offered"]),
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
                condition=Q(state__in=["cancelled", "lapsed"], ended_at__isnull=False)
                | (~Q(state__in=["cancelled", "lapsed"]) & Q(ended_at=None)),
                name="booking_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(state="booked"), name="booking_attended_was_booked"
            ),
        ]

    def __str__(self):
        return f"booking {self.pk}"

    @property
    def is_live(self):
        return self.state in self.LIVE
