"""The register: who came. Closing it makes the session delivered, certifies who attended, and gives the
rollout its facts."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from courses import certifying
from courses.bookings import lock_session
from courses.models import Booking, Session
from courses.refusals import AlreadyBooked, NotMarked, NotOpenToChange, NotYet
from stepforward.audit.recording import record
from stepforward.rollout import facts
from stepforward.ui.wording import civil_date

Attendance = Booking.Attendance


@transaction.atomic
def mark(*, session, attended, absent=None, by, now=None):
    """Mark bookings (or their primary keys) as attended and absent; nobody else's mark changes. With `absent`
    left out, everybody else who has a place did not attend. Raises NotYet before the start."""
    session = _begun(session, now or timezone.now())
    came = set(map(_key, attended))
    booked = session.bookings.booked()
    stayed_away = booked.exclude(pk__in=came) if absent is None else booked.filter(pk__in=map(_key, absent))
    stayed_away.exclude(pk__in=came).update(attendance=Attendance.ABSENT)
    booked.filter(pk__in=came).update(attendance=Attendance.ATTENDED)
    record("register marked", session, by=by, attended=booked.filter(attendance=Attendance.ATTENDED).count())
    return session


@transaction.atomic
def add_walk_in(*, session, name, email, organisation=None, staff_group="", by, now):
    """Somebody who came without a booking: booked and attended at once, beyond the places if need be, because
    they sat in the room. Who waited for a place and came anyway is taken from the waiting list."""
    session = _begun(session, now)
    there = session.bookings.live().filter(email__iexact=email).first()
    if there is not None and there.state == Booking.State.BOOKED:
        raise AlreadyBooked(there)
    walk_in = there or Booking(session=session, email=email, booked_at=now)
    walk_in.name, walk_in.organisation, walk_in.staff_group = name, organisation, staff_group
    walk_in.state, walk_in.hold_until, walk_in.placed_at = Booking.State.BOOKED, None, now
    walk_in.attendance = Attendance.ATTENDED
    walk_in.save()
    record("walk-in added", walk_in, by=by, session=session.pk)
    return walk_in


@transaction.atomic
def close(*, session, by, now):
    """The session was delivered. Raises NotMarked while somebody's attendance is not said."""
    session = _begun(session, now)
    unmarked = session.bookings.booked().filter(attendance="").count()
    if unmarked:
        people = "1 person is" if unmarked == 1 else f"{unmarked} people are"
        raise NotMarked(f"{people} not marked yet. Say of everybody whether they came.")
    session.state, session.delivered_at = Session.State.DELIVERED, now
    session.save(update_fields=["state", "delivered_at"])
    counted = count(session)
    certifying.certify_session(session=session, now=now)
    record("register closed", session, by=by, attended=counted)
    return session


def count(session):
    """Give the rollout what this delivered session means, in place of what it meant before; returns who
    came."""
    day, course = civil_date(session.starts_at), session.course.code
    came = Counter(
        session.bookings.filter(attendance=Attendance.ATTENDED).values_list("organisation", "staff_group")
    )
    people = [
        {
            "measure": "people_trained",
            "day": day,
            "organisation_id": organisation,
            "course": course,
            "staff_group": staff_group,
            "n": n,
        }
        for (organisation, staff_group), n in came.items()
    ]
    delivered = {
        "measure": "sessions_delivered",
        "day": day,
        "organisation_id": session.organisation_id,
        "course": course,
        "n": 1,
    }
    facts.replace(session, [*people, delivered])
    return came.total()


def _key(booking):
    return booking.pk if isinstance(booking, Booking) else int(booking)


def _begun(session, now):
    locked = lock_session(session.pk)
    if locked.state == Session.State.DELIVERED:
        raise NotOpenToChange("This register is closed.")
    if locked.state == Session.State.CALLED_OFF:
        raise NotOpenToChange("This session was called off.")
    if locked.state != Session.State.OPEN:
        raise NotOpenToChange("This session was never opened, so nobody is booked.")
    if locked.starts_at > now:
        raise NotYet("The register opens when the session starts.")
    return locked
