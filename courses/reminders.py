"""Who is due a reminder. A question to the database, not a promise: nothing stale can go out when a session
moves."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat

from courses.models import Booking
from stepforward.outbox.models import OutgoingEmail


@dataclass(frozen=True)
class Reminder:
    """Sent once the session starts within `ahead`, but not within `until` any more, because then the next one
    speaks."""

    wording: str
    ahead: timedelta
    until: timedelta

    @property
    def email_kind(self):
        return f"courses/{self.wording}"


WEEK = Reminder("reminder_week", timedelta(days=7), until=timedelta(days=1))
DAY = Reminder("reminder_day", timedelta(days=1), until=timedelta(0))


def due(kind, now):
    """Bookings whose session starts soon and that have no row of this reminder for the session as it stands
    now. Who was told inside that stretch anyway, because they booked or the session moved, is not reminded of
    it."""
    sent = OutgoingEmail.objects.filter(
        kind=kind.email_kind,
        about="courses.Booking",
        about_id=Cast(OuterRef("pk"), CharField()),
        key__endswith=Concat(Value(":s"), Cast(OuterRef("session__sequence"), CharField())),
    )
    return (
        Booking.objects.booked()
        .filter(
            ~Exists(sent),
            session__state="open",
            session__starts_at__gt=now + kind.until,
            session__starts_at__lte=now + kind.ahead,
        )
        .annotate(
            theirs_since=Coalesce("placed_at", "booked_at"),
            as_it_stands_since=Coalesce("session__changed_at", "booked_at"),
        )
        .filter(
            theirs_since__lte=F("session__starts_at") - kind.ahead,
            as_it_stands_since__lte=F("session__starts_at") - kind.ahead,
        )
        .select_related("session__course", "session__venue")
        .order_by("session__starts_at", "pk")
    )
