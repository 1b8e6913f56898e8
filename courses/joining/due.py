"""Who is due joining instructions, and who has them. Questions to the database, as in courses.reminders: a
session that moves, or is called off, sends nothing stale."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from courses.models import Session
from stepforward.outbox.models import OutgoingEmail

AHEAD = timedelta(days=10)
KIND = "courses/joining_instructions"
EmailState = OutgoingEmail.State
ARRIVES = (EmailState.QUEUED, EmailState.SENDING, EmailState.SENT)
WRITTEN = (
    ~Q(session__joining_instructions="")
    | ~Q(session__what_to_bring="")
    | ~Q(session__course__joining_instructions="")
    | ~Q(session__course__what_to_bring="")
)


def version_of(session):
    """What tells one email of somebody from another: the version that was sent, and the session as it stood
    then."""
    return f"v{session.joining_version}.s{session.sequence}"


def due(rows, *, kind, now):
    """Of `rows`, bookings or parts in sessions: those whose session is confirmed, so that it has a place,
    starts within AHEAD, has something written, and of which nobody was sent this version of it as `kind`.

    An email that was taken back because the session moved is written anew; one that a coordinator took back
    is not.
    """
    this = Concat(Value(":v"), Cast(OuterRef("session__joining_version"), CharField()), Value(".s"))
    as_it_stands = Concat(this, Cast(OuterRef("session__sequence"), CharField()))
    has_it = OutgoingEmail.objects.filter(
        Q(key__endswith=as_it_stands) | Q(key__contains=this, state__in=ARRIVES),
        kind=kind,
        about=rows.model._meta.label,
        about_id=Cast(OuterRef("pk"), CharField()),
    )
    return rows.filter(
        ~Exists(has_it),
        WRITTEN,
        session__state=Session.State.OPEN,
        session__starts_at__gt=now,
        session__starts_at__lte=now + AHEAD,
    ).order_by("session__starts_at", "pk")


@dataclass(frozen=True)
class Standing:
    """How many of those with a place, who left an address, have this version of the instructions."""

    people: int
    sent: int
    coming: int
    failed: int
    before_a_change: int  # of those sent: the session's time or place changed since

    @property
    def went_out(self):
        return bool(self.sent or self.coming or self.failed)

    @property
    def not_yet(self):
        return self.people - self.sent - self.coming - self.failed


def standing(session):
    """Two queries."""
    booked = session.bookings.booked().reachable().values_list("pk", flat=True)
    ids = [str(pk) for pk in booked]
    found = OutgoingEmail.objects.filter(
        kind=KIND,
        about="courses.Booking",
        about_id__in=ids,
        key__contains=f":v{session.joining_version}.s",
    )
    state_of, before = {}, set()
    for about_id, state, key in found.order_by("pk").values_list("about_id", "state", "key"):
        state_of[about_id] = state  # the newest is what holds
        if state == EmailState.SENT and not key.endswith(version_of(session)):
            before.add(about_id)
    states = list(state_of.values())
    return Standing(
        people=len(ids),
        sent=states.count(EmailState.SENT),
        coming=states.count(EmailState.QUEUED) + states.count(EmailState.SENDING),
        failed=states.count(EmailState.FAILED),
        before_a_change=len(before),
    )
