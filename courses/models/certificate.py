import re
import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that a reader takes for something else
CODE_LENGTH = 20  # of 32 letters each: 100 random bits
MISREAD = str.maketrans("OIL", "011")


def fresh_code():
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class CertificateQuerySet(models.QuerySet):
    def live(self):
        return self.filter(withdrawn_at=None)

    def coded(self, typed):
        """Those with this code, however it was typed: small letters, spaces and dashes, O for 0."""
        code = re.sub(r"[\s-]", "", typed).upper().translate(MISREAD)
        return self.filter(code=code) if set(code) <= set(ALPHABET) else self.none()


class Certificate(models.Model):
    """That somebody attended a session, or delivered it, as it was said when it was issued.

    It is never changed: where it was wrong, it is withdrawn and another is issued. The code is kept readable,
    unlike the tokens of private links, because it has to be printed again; it opens no more than the paper
    says.
    """

    class Kind(models.TextChoices):
        ATTENDANCE = "attendance", "Certificate of attendance"
        DELIVERY = "delivery", "Certificate of delivery"

    class Reason(models.TextChoices):
        NAME = "name", "The name was corrected."
        REGISTER = "register", "The register was corrected."

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=fresh_code)
    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="certificates")
    booking = models.ForeignKey(
        "courses.Booking",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        help_text="Whose attendance it certifies.",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        help_text="Whose delivery it certifies.",
    )
    name = models.CharField(max_length=150, blank=True, help_text="Empty once it was erased.")
    part = models.CharField(max_length=40, blank=True, help_text="In the delivery.")
    course = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    domains = ArrayField(models.CharField(max_length=220), default=list, blank=True)
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=10, choices=Reason, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(withdrawn_at=None), name="certificate_one_live_per_booking"
            ),
            models.UniqueConstraint(
                fields=["session", "holder"],
                condition=Q(withdrawn_at=None),
                name="certificate_one_live_per_holder",
            ),
            models.CheckConstraint(
                condition=Q(kind="attendance", booking__isnull=False, holder=None)
                | Q(kind="delivery", booking=None, holder__isnull=False),
                name="certificate_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="certificate_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display().lower()} {self.pk}"

    @property
    def said_code(self):
        """In groups of five, as it stands on paper."""
        return "-".join(self.code[n : n + 5] for n in range(0, CODE_LENGTH, 5))

    @property
    def said_hours(self):
        """2 hours; 1 hour 30 minutes."""
        hours, minutes = divmod(round((self.ends_at - self.starts_at).total_seconds() / 60), 60)
        parts = [(hours, "hour"), (minutes, "minute")]
        return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)
