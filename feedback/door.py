"""Handing somebody their invitation in the room or on their booking's page: a link of its own for this phone,
made at once. Links that went out by email still open."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses import check_ins
from courses.models import Session
from feedback.inviting import fresh_link
from feedback.models import Invitation, Round, Wave
from feedback.refusals import AlreadyAnswered, Closed, NotAsked, NotOpenYet, OpenedTooOften
from feedback.waves import is_asked, is_too_early, is_too_late
from stepforward.ui.wording import civil_date, moment_of

MOST_LINKS = 20  # of one invitation; the first ones are those of emails


def shown_today(now):
    """Sessions whose feedback screen may be shown: begun, and of today."""
    states = Session.State.OPEN, Session.State.DELIVERED
    open_after = Round.objects.filter(session=OuterRef("pk"), wave=Wave.AFTER, closed=False)
    begun = Session.objects.filter(Exists(open_after), state__in=states, starts_at__lte=now)
    return begun.filter(ends_at__gte=moment_of(civil_date(now)))


def hand_over_in_the_room(*, session, email, now):
    """The token for whoever has this address and is here, which is noted on the register while it is open.
    Raises a Refused."""
    booking = session.bookings.booked().of(email).first()
    if booking is None:
        raise NotAsked
    if not booking.attendance and session.state == Session.State.OPEN:
        check_ins.say_here(session=session, email=email, now=now)
        booking.refresh_from_db()
    return hand_over(booking=booking, wave=Wave.AFTER, now=now)


@transaction.atomic
def hand_over(*, booking, wave, now):
    """A token by which the person of this booking answers; raises NotOpenYet, NotAsked, AlreadyAnswered and
    Closed."""
    found = Round.objects.select_related("session").filter(session=booking.session_id, wave=wave).first()
    if found is None or is_too_early(found, now):
        raise NotOpenYet
    if found.closed or is_too_late(found, now):
        raise Closed
    if not is_asked(booking, wave):
        raise NotAsked
    invitation, _ = Invitation.objects.get_or_create(round=found, booking=booking)
    if invitation.used:
        raise AlreadyAnswered
    if invitation.links.count() >= MOST_LINKS:
        raise OpenedTooOften
    return fresh_link(invitation)


def answered_of(session):
    """How many have answered since the session began, for the screen in the room."""
    return Invitation.objects.filter(round__session=session, round__wave=Wave.AFTER, used=True).count()


def open_for(booking, now):
    """Open rounds that this booking's person may answer now, each with `used`, whether they did. One
    query."""
    answered = Invitation.objects.filter(round=OuterRef("pk"), booking=booking, used=True)
    found = Round.objects.filter(session=booking.session_id, closed=False).annotate(used=Exists(answered))
    return [
        one
        for one in found.select_related("session").order_by("pk")
        if is_asked(booking, one.wave) and not is_too_early(one, now) and not is_too_late(one, now)
    ]
