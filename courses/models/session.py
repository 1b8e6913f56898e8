from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from courses.models.booking import Booking
from courses.models.kept_places import KeptPlaces
from stepforward.people.access import rows_granted
from stepforward.people.roles import Permission
from stepforward.ui.wording import say_day


class SessionQuerySet(models.QuerySet):
    def upcoming(self, now):
        return self.filter(starts_at__gt=now).order_by("starts_at", "pk")

    def to_come_at_once_with(self, session):
        """The others that stand, planned or open, and overlap its time."""
        stands = self.filter(state__in=Session.TO_COME).exclude(pk=session.pk)
        return stands.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)

    def open_for_booking(self, now):
        """What can be booked, by whoever may see it: open, and not yet begun."""
        return self.upcoming(now).filter(state=Session.State.OPEN)

    def listed(self, now):
        """What public lists show: open for booking, and for everybody."""
        return self.open_for_booking(now).filter(visibility=Session.Visibility.PUBLIC)

    def visible_to(self, user):
        """Open sessions to everybody who has their address, unless they are by invitation; all to those who
        plan them."""
        planned_by_user = rows_granted("courses.Session", Permission.PLAN_SESSIONS, user)
        by_address = Q(state=Session.State.OPEN) & ~Q(visibility=Session.Visibility.INVITATION)
        return self.filter(by_address | planned_by_user)

    def held_by(self, user, permission):
        """Sessions for which `user` holds `permission`: by role, or by being on the session's team."""
        return self.filter(rows_granted("courses.Session", permission, user))

    def with_places(self):
        """Each with `taken` (booked, held for somebody, and kept for departments, with names and without),
        `waiting` and `left`."""
        for_departments = KeptPlaces.objects.kept().filter(session=OuterRef("pk")).order_by()
        kept = Subquery(for_departments.values("session").annotate(n=Sum("places")).values("n"))
        takes_place = Q(bookings__state__in=["booked", "offered"])
        in_none_of_these = Q(bookings__kept=None) | Q(bookings__kept__released_at__isnull=False)
        return self.annotate(
            taken=Count("bookings", filter=takes_place & in_none_of_these) + Coalesce(kept, 0),
            waiting=Count("bookings", filter=Q(bookings__state="waiting")),
        ).annotate(left=F("capacity") - F("taken"))

    def with_cancellations(self):
        """Each with `cancelled`, how many people cancelled, and for each Booking.Reason how many gave it as
        `cancelled_work`, `cancelled_date` …; what was called off by us is none of these. After `with_places`,
        it counts the same rows."""
        theirs = Q(bookings__state="cancelled", bookings__called_off_from="")
        reasons = {
            f"cancelled_{reason}": Count("bookings", filter=theirs & Q(bookings__cancelled_because=reason))
            for reason in Booking.Reason
        }
        return self.annotate(cancelled=Count("bookings", filter=theirs), **reasons)

    def with_least(self):
        """Each with `least`, how many people it needs; see Session.least_people."""
        wanted = Coalesce("minimum_people", "course__minimum_people")
        return self.annotate(least=Least(wanted, "capacity"))

    def with_facts(self):
        return self.select_related("course", "venue", "organisation")


class During(Func):
    """The session's time as a range of UTC moments, [start, end)."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()

    def __init__(self):
        super().__init__("starts_at", "ends_at", RangeBoundary())


class Session(models.Model):
    """One dated delivery of a course: at a venue, online, or both at once."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open for booking"
        DELIVERED = "delivered", "Delivered"
        CALLED_OFF = "called_off", "Called off"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Everybody"
        HIDDEN = "hidden", "Whoever has its address"
        INVITATION = "invitation", "By invitation only"

    TO_COME = (State.PLANNED, State.OPEN)

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
    venue = models.ForeignKey(
        "courses.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    online_link = models.URLField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    minimum_people = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: as many as the course needs."
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    series = models.ForeignKey(
        "courses.Series", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    sole_use = models.BooleanField(
        default=False, help_text="Its venue has one room, so nothing else is held there at that time."
    )
    joining_instructions = models.TextField(blank=True, max_length=4000, help_text="Empty: the course's.")
    what_to_bring = models.CharField(max_length=300, blank=True, help_text="Empty: the course's.")
    joining_version = models.PositiveIntegerField(
        default=1, help_text="Grows when they are sent again to those who have them."
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(
        default=0, help_text="Grows with every change that calendars must hear of."
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its time or place last changed, which everybody was told of."
    )
    walk_ins_welcome = models.BooleanField(
        default=False, help_text="People without a booking may put themselves on the register."
    )
    called_off_because = models.CharField(max_length=500, blank=True, help_text="Everybody booked reads it.")

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
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(called_off_because=""),
                name="session_called_off_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(minimum_people=None) | Q(minimum_people__lte=F("capacity")),
                name="session_numbers_in_order",
            ),
            models.CheckConstraint(
                condition=Q(sole_use=False) | Q(venue__isnull=False), name="session_sole_use_of_a_venue"
            ),
            ExclusionConstraint(
                name="session_one_a_room",
                expressions=[(During(), RangeOperators.OVERLAPS), ("venue", RangeOperators.EQUAL)],
                condition=Q(sole_use=True, state__in=["planned", "open"]),
            ),
        ]

    def __str__(self):
        return f"{self.course}, {say_day(self.starts_at)}"

    @property
    def has_place(self):
        return bool(self.venue_id or self.online_link)

    @property
    def is_online(self):
        """Online alone."""
        return self.venue_id is None and bool(self.online_link)

    @property
    def is_both(self):
        """At a venue, and online for those who cannot come there."""
        return self.venue_id is not None and bool(self.online_link)

    @property
    def place(self):
        """Where it is, in a few words."""
        if self.venue:
            return f"{self.venue.name}, or online" if self.online_link else self.venue.name
        return "Online" if self.online_link else "No place yet"

    @property
    def place_in_full(self):
        """The venue with its address, and the online link: only for people who have a place or a part."""
        if self.venue:
            there = self.venue.in_full
            return f"{there}; or join online: {self.online_link}" if self.online_link else there
        return self.online_link or "Place to be confirmed"

    @property
    def where_to_join(self):
        """The two ways to join a session that is held at a venue and online, on a line each; else empty."""
        return f"In person: {self.venue.in_full}\nOnline: {self.online_link}" if self.is_both else ""

    @property
    def said_before(self):
        """What people should know before they come: its own joining instructions, or the course's."""
        return self.joining_instructions or self.course.joining_instructions

    @property
    def said_to_bring(self):
        return self.what_to_bring or self.course.what_to_bring

    @property
    def says_how_to_join(self):
        """Whether it has joining instructions for those with a place: once it is confirmed."""
        return self.state == self.State.OPEN and bool(self.said_before or self.said_to_bring)

    @property
    def least_people(self):
        """How many people it needs; never more than it has places for. `with_least` is the same in SQL."""
        wanted = self.course.minimum_people if self.minimum_people is None else self.minimum_people
        return min(wanted, self.capacity)

    @property
    def said_left(self):
        """How many places are left, of a session from `with_places`."""
        return "1 place left" if self.left == 1 else f"{max(self.left, 0)} places left"
