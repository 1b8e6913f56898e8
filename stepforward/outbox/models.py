from django.conf import settings
from django.db import models
from django.db.models import Q

from stepforward.people.roles import Permission


class OutgoingEmailQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.may(Permission.READ_EMAILS) else self.none()

    def due(self, now):
        """Waiting, and to be tried by `now` (aware)."""
        return self.filter(state=OutgoingEmail.State.QUEUED, due_at__lte=now)

    def addressed_to(self, words):
        """Whose recipient's name or address holds `words`."""
        return self.filter(Q(to_email__icontains=words) | Q(to_name__icontains=words))


class OutgoingEmail(models.Model):
    """One email to one person. A row first, whatever happens to the broker or the mail server afterwards."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.CharField(
        max_length=200, unique=True, help_text="kind : about what : to whom : which version"
    )
    kind = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=60)
    about_id = models.CharField(max_length=40)
    to_email = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="Private links stand as [[name]] and are filled in as it is sent.")
    sealed_links = models.BinaryField(null=True, help_text="The private links, encrypted; gone once sent.")
    calendar = models.TextField(blank=True, help_text="An iCalendar object, or nothing.")
    calendar_method = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="Not tried before this moment.")
    holds_until = models.DateTimeField(
        null=True, blank=True, help_text="Not sent from this moment on, because it would no longer be true."
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.PositiveSmallIntegerField(null=True, blank=True, help_text="SMTP reply code.")
    error = models.CharField(max_length=300, blank=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = "email"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="email_due"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="email_in_hand"),
            models.Index(fields=["state", "-id"], name="email_by_state"),
            models.Index(fields=["about", "about_id"], name="email_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="email_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False)
                | (~Q(state="sending") & Q(claimed_at=None)),
                name="email_in_hand_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "withdrawn"]) | Q(sealed_links=None),
                name="email_done_keeps_no_links",
            ),
        ]

    def __str__(self):
        return f"{self.kind} to {self.to_email}"

    @property
    def may_retry(self):
        """Given up, or waiting for its next try. What was withdrawn has lost its links and stays so."""
        return self.state == self.State.FAILED or (self.state == self.State.QUEUED and self.attempts > 0)

    @property
    def may_withdraw(self):
        return self.state in {self.State.QUEUED, self.State.FAILED}


class WordingVersion(models.Model):
    """A coordinator’s wording of one email kind; the newest counts, and an empty one is the default again."""

    kind = models.CharField(max_length=60)
    number = models.PositiveIntegerField(help_text="1 for the first change of this kind, then 2, 3 …")
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "wording"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="wording_numbered_once"),
            models.CheckConstraint(
                condition=Q(subject="", text="") | (~Q(subject="") & ~Q(text="")), name="wording_is_whole"
            ),
        ]

    def __str__(self):
        return f"{self.kind}, version {self.number}"

    @property
    def is_reset(self):
        return not self.text

    def says(self, subject, text):
        return (self.subject, self.text) == (subject, text)
