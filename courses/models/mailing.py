from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepforward.people.roles import Permission
from stepforward.ui.wording import say_date


class MailingQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.may(Permission.WRITE_MAILINGS)
        return self if may else self.none()

    def with_facts(self):
        return self.select_related(
            "session__course", "session__venue", "course", "organisation", "made_by", "sent_by", "stopped_by"
        )


class Mailing(models.Model):
    """An email that a coordinator writes to some people: those of one session, of a course's sessions in a
    time, or those who wait for an answer to their request. Never to everybody."""

    class To(models.TextChoices):
        SESSION = "session", "People of one session"
        COURSE = "course", "People of a course’s sessions"
        REQUESTERS = "requesters", "People who wait for an answer to their request"

    class Group(models.TextChoices):
        BOOKED = "booked", "Have a place"
        WAITING = "waiting", "Are on the waiting list"
        ATTENDED = "attended", "Attended"
        ABSENT = "absent", "Did not attend"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        STOPPED = "stopped", "Stopped"

    to = models.CharField(max_length=10, choices=To)
    session = models.ForeignKey(
        "courses.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    since = models.DateField(null=True, blank=True, help_text="The sessions’ first day, or asked from then.")
    until = models.DateField(null=True, blank=True, help_text="The last such day.")
    groups = ArrayField(models.CharField(max_length=10, choices=Group), default=list, blank=True)
    subject = models.CharField(max_length=150, help_text="With {placeholders}.")
    text = models.TextField(max_length=5000, help_text="With {placeholders}.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0, help_text="To how many it was sent.")
    left_out = models.PositiveIntegerField(default=0, help_text="How many of those asked for were left out.")
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="mailing_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to="session", session__isnull=False, course=None, organisation=None)
                | Q(
                    to="course",
                    session=None,
                    course__isnull=False,
                    organisation=None,
                    since__isnull=False,
                    until__isnull=False,
                )
                | Q(
                    Q(organisation__isnull=False) | Q(since__isnull=False) | Q(until__isnull=False),
                    to="requesters",
                    session=None,
                    course=None,
                ),
                name="mailing_to_somebody_in_particular",
            ),
            models.CheckConstraint(
                condition=Q(to="requesters", groups=[]) | (~Q(to="requesters") & ~Q(groups=[])),
                name="mailing_to_groups_of_people",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="mailing_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="mailing_says_something"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None, sent_by=None, people=0)
                | (~Q(state="draft") & Q(sent_at__isnull=False, sent_by__isnull=False, people__gte=1)),
                name="mailing_sent_to_somebody_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False, stopped_by__isnull=False)
                | (~Q(state="stopped") & Q(stopped_at=None, stopped_by=None)),
                name="mailing_stopped_by_somebody",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def said_to(self):
        """Whom it is for, in words."""
        if self.to == self.To.REQUESTERS:
            asked = [f"asked {self._period}"] if self.since or self.until else []
            return ", ".join(
                [
                    "people who wait for an answer",
                    *filter(None, [self.organisation and self.organisation.name]),
                    *asked,
                ]
            )
        groups = " or ".join(self.Group(one).label.lower() for one in self.groups)
        of = str(self.session) if self.to == self.To.SESSION else f"{self.course}, sessions {self._period}"
        return f"{of}: people who {groups}"

    @property
    def _period(self):
        first, last = (day and say_date(day) for day in (self.since, self.until))
        if first and last:
            return f"from {first} to {last}"
        return f"since {first}" if first else f"until {last}"

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT
