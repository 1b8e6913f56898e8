from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepforward.people.roles import Permission
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.wording import civil_date, say_day, say_people


class Focus(models.TextChoices):
    RACISM = "racism", "Racism"
    SEXISM = "sexism", "Sexism"
    HOMOPHOBIA = "homophobia", "Homophobia and transphobia"
    ABLEISM = "ableism", "Ableism"
    FAITH = "faith", "Religion and belief"
    MICROAGGRESSION = "microaggression", "Microaggressions"
    HIERARCHY = "hierarchy", "Hierarchy and incivility"


class Setting(models.TextChoices):
    WARD = "ward", "Hospital ward or clinic"
    THEATRES = "theatres", "Theatres or critical care"
    EMERGENCY = "emergency", "Emergency care or ambulance"
    MENTAL_HEALTH = "mental_health", "Mental health"
    COMMUNITY = "community", "Community or primary care"
    EDUCATION = "education", "Education and training"
    CORPORATE = "corporate", "Offices and support services"


class Delivery(models.TextChoices):
    IN_PERSON = "in_person", "In person, at our place"
    ONLINE = "online", "Online"
    EITHER = "either", "Either would suit"


class DayPart(models.TextChoices):
    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    EVENING = "evening", "Evening"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class EveryDateWithin(models.Func):
    """Whether each day of an array lies between two other fields' days; true of an empty array."""

    output_field = models.BooleanField()

    def as_sql(self, compiler, connection, **context):
        days, first, last = (compiler.compile(one) for one in self.source_expressions)
        sql = f"({first[0]} <= ALL({days[0]}) AND {last[0]} >= ALL({days[0]}))"
        return sql, (*first[1], *days[1], *last[1], *days[1])


class TrainingRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_authenticated and user.may(Permission.ANSWER_REQUESTS):
            return self
        return self.none()

    def waiting(self):
        """Not yet answered, oldest first."""
        return self.filter(state__in=TrainingRequest.WAITING).order_by("asked_at", "pk")

    def asked_together(self, request):
        """The request itself, and those merged into it, oldest first."""
        both = Q(pk=request.pk) | Q(merged_into=request.pk)
        return self.filter(both).order_by(F("merged_into").asc(nulls_first=True), "asked_at", "pk")


class TrainingRequest(models.Model):
    """An organisation asking for sessions."""

    class State(models.TextChoices):
        NEW = "new", "New"
        TAKEN = "taken", "Being worked on"
        SCHEDULED = "scheduled", "Scheduled"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        MERGED = "merged", "Merged into another"

    WAITING = (State.NEW, State.TAKEN)
    STANDING = (*WAITING, State.SCHEDULED)

    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="training_requests",
    )
    other_organisation = models.CharField(max_length=120, blank=True)
    team = models.CharField(max_length=120)
    setting = models.CharField(max_length=20, choices=Setting)
    delivery = models.CharField(max_length=10, choices=Delivery)
    people = models.PositiveSmallIntegerField(help_text="About how many.")
    staff_groups = ArrayField(models.CharField(max_length=2, choices=StaffGroup), default=list, blank=True)
    focus = ArrayField(models.CharField(max_length=20, choices=Focus), default=list, blank=True)
    about = models.TextField(max_length=2000, blank=True, help_text="What they told us in their own words.")
    earliest = models.DateField()
    latest = models.DateField()
    dates = ArrayField(
        models.DateField(), default=list, blank=True, help_text="Only these days suit; empty where others do."
    )
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True)
    day_parts = ArrayField(models.CharField(max_length=10, choices=DayPart), default=list, blank=True)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField(max_length=254)
    contact_phone = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="training_requests",
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=500, blank=True, help_text="Why it was declined; the requester reads it."
    )

    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The request of the same team that goes on for both; never itself a merged one.",
    )

    objects = TrainingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(latest__gte=F("earliest")), name="request_dates_in_order"),
            models.CheckConstraint(condition=Q(people__gte=1), name="request_for_somebody"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, other_organisation="")
                | (Q(organisation=None) & ~Q(other_organisation="")),
                name="request_names_one_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(owner__isnull=False), name="request_taken_has_an_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="request_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="request_merged_into_one",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="request_merged_into_another"),
            models.CheckConstraint(
                condition=EveryDateWithin("dates", "earliest", "latest"), name="request_dates_within"
            ),
        ]

    def __str__(self):
        return f"{self.team}, {self.organisation_name}"

    @property
    def organisation_name(self):
        return self.organisation.name if self.organisation else self.other_organisation

    @property
    def short_organisation(self):
        return self.organisation.short if self.organisation else self.other_organisation

    @property
    def said_people(self):
        return f"about {say_people(self.people)}"

    @property
    def said_staff_groups(self):
        return ", ".join(StaffGroup(one).label for one in self.staff_groups)

    @property
    def said_focus(self):
        return ", ".join(Focus(one).label for one in self.focus)

    @property
    def said_dates(self):
        """Tuesday or Thursday afternoon, between 2 February and 31 March 2026; or days they named."""
        parts = " or ".join(DayPart(one).label.lower() for one in self.day_parts)
        if self.dates:
            several = self.dates[0].year != self.dates[-1].year
            named = [say_day(one, year=several or one == self.dates[-1]) for one in self.dates]
            return ", ".join(filter(None, [" or ".join(named), parts]))
        days = " or ".join(Weekday(one).label for one in sorted(self.weekdays))
        time = f"{days or 'any'} {parts or 'day' * (not days)}".strip()
        first, last = self.earliest, self.latest
        start = f"{first.day} {first:%B}" + (f" {first:%Y}" if first.year != last.year else "")
        when = (
            f"between {start} and {last.day} {last:%B %Y}" if first != last else f"on {last.day} {last:%B %Y}"
        )
        return f"{time}, {when}"

    @property
    def is_waiting(self):
        return self.state in self.WAITING

    @property
    def is_standing(self):
        """Waiting or scheduled: sessions can be planned for it."""
        return self.state in self.STANDING

    def days_waiting(self, now):
        """Days in the calendar since it was asked, until it was answered."""
        return (civil_date(self.answered_at or now) - civil_date(self.asked_at)).days
