"""The three waves: when each is asked, whom, and until when. Questions, never promises: beat asks them anew,
so a session that moves, or is called off, is asked about by its new times or not at all."""

from datetime import time, timedelta

from django.db.models import Exists, OuterRef, Q

from courses.models import Booking, Session
from facilitators.asking import hours
from feedback.models import Round, Wave
from stepforward.ui.wording import civil_date, moment_of

EVENING = time(18)  # by London's clocks: when those who came today are asked
ASKED_WITHIN = timedelta(days=30)  # of the session; later, nobody remembers
THREE_MONTHS = timedelta(days=91)
TAKES_ANSWERS_FOR = {Wave.AFTER: timedelta(days=21), Wave.THREE_MONTHS: timedelta(days=28)}
A_DAY = timedelta(days=1)

# Days after a round opened on which those who have not answered are reminded, at most twice.
REMINDED_AFTER = {
    Wave.AFTER: (timedelta(days=3), timedelta(days=10)),
    Wave.THREE_MONTHS: (timedelta(days=7), timedelta(days=17)),
}
BEFORE_SESSION = timedelta(days=2)  # the one reminder of what is asked before it


def sessions_to_open(wave, now):
    """Sessions whose round of `wave` is to be opened at `now`."""
    there = Round.objects.filter(session=OuterRef("pk"), wave=wave)
    sessions = Session.objects.filter(_when(wave, now), ~Exists(there), _somebody_to_ask(wave))
    return sessions.order_by("starts_at", "pk")


def people_of(session, wave):
    """Bookings of those whom the wave asks."""
    if wave == Wave.BEFORE:
        return session.bookings.booked()
    return session.bookings.booked().attended()


def is_asked(booking, wave):
    """Whether the person of this booking is one of them."""
    came = booking.attendance == Booking.Attendance.ATTENDED
    return booking.state == Booking.State.BOOKED and (came or wave == Wave.BEFORE)


def last_day_after(session, wave, today):
    """The first civil date on which the round takes no more answers, opened `today`."""
    if wave == Wave.BEFORE:
        return civil_date(session.starts_at) + A_DAY
    return today + TAKES_ANSWERS_FOR[wave]


def is_time_to_write(found, now):
    """Whether those whom the round asks are written to at `now`: before, at once; after, in the evening of
    the session, or as soon as the register says that they came; later, by day."""
    if found.wave == Wave.AFTER:
        session = found.session
        evening = moment_of(civil_date(session.ends_at), EVENING)
        return session.state == Session.State.DELIVERED or now >= max(session.ends_at, evening)
    return found.wave == Wave.BEFORE or not hours.is_too_early(now)


def is_too_early(found, now):
    """What is asked after a session is not answered before it has begun."""
    return found.wave != Wave.BEFORE and now < found.session.starts_at


def is_too_late(found, now):
    """Nor is what is asked before it, once it has; nor anything from the closing day on."""
    begun = found.wave == Wave.BEFORE and now >= found.session.starts_at
    return begun or found.closes_on <= civil_date(now)


def _when(wave, now):
    state = Session.State
    if wave == Wave.BEFORE:
        return Q(state=state.OPEN, starts_at__gt=now)
    if wave == Wave.AFTER:
        return Q(state__in=[state.OPEN, state.DELIVERED], starts_at__lte=now, ends_at__gt=now - ASKED_WITHIN)
    ended = now - THREE_MONTHS
    return Q(state=state.DELIVERED, ends_at__lte=ended, ends_at__gt=ended - ASKED_WITHIN)


def _somebody_to_ask(wave):
    booked = Booking.objects.booked().filter(session=OuterRef("pk"))
    return Exists(booked if wave == Wave.BEFORE else booked.attended())
