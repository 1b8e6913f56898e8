"""The register: who came, and for how much of it. Closing it makes the session delivered, certifies who
attended, and gives the rollout its facts."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from courses import certifying
from courses.bookings import lock_session
from courses.models import Booking, Session
from courses.refusals import AlreadyBooked, NotMarked, NotOpenToChange, NotThen, NotThere, NotYet
from stepforward.audit.recording import record
from stepforward.rollout import facts
from stepforward.ui.wording import civil_date

Attendance = Booking.Attendance
DOORS = timedelta(minutes=30)  # before the start, when the first people come in


@transaction.atomic
def mark(*, session, attended, absent=None, by, now=None):
    """Mark bookings (or their primary keys) as attended and absent; nobody else's mark changes. With `absent`
    left out, everybody else who has a place did not attend. Raises NotYet before the doors open."""
    session = with_open_doors(session.pk, now or timezone.now())
    came = set(map(_key, attended))
    booked = session.bookings.booked()
    stayed_away = booked.exclude(pk__in=came) if absent is None else booked.filter(pk__in=map(_key, absent))
    stayed_away.exclude(pk__in=came).update(attendance=Attendance.ABSENT, **Booking.NO_STAY)
    booked.filter(pk__in=came).update(attendance=Attendance.ATTENDED)
    record("register marked", session, by=by, attended=booked.filter(attendance=Attendance.ATTENDED).count())
    return session


@transaction.atomic
def add_walk_in(*, session, name, email="", organisation=None, staff_group="", checked_in_at=None, by, now):
    """Somebody who came without a booking: booked and attended at once, beyond the places if need be, because
    they sat in the room. Who waited for a place and came anyway is taken from the waiting list. Without an
    address, to which a certificate could go, the name alone tells people apart. Raises AlreadyBooked."""
    session = with_open_doors(session.pk, now)
    there = session.bookings.live().of(email).first() if email else None
    if there is not None and there.state == Booking.State.BOOKED:
        raise AlreadyBooked(there)
    if not email and (namesake := session.bookings.booked().filter(name__iexact=name).first()):
        raise AlreadyBooked(
            namesake, "There is somebody with this name on the register. Say more of it.", field="name"
        )
    walk_in = there or Booking(session=session, email=email, booked_at=now)
    walk_in.name, walk_in.organisation, walk_in.staff_group = name, organisation, staff_group
    walk_in.state, walk_in.hold_until, walk_in.placed_at = Booking.State.BOOKED, None, now
    walk_in.attendance, walk_in.checked_in_at = Attendance.ATTENDED, checked_in_at
    walk_in.save()
    if email:
        session.unmatched_check_ins.filter(email__iexact=email).delete()
    record("walk-in added", walk_in, by=by, session=session.pk)
    return walk_in


@transaction.atomic
def note_stay(
    *, booking, came_late=False, arrived_at=None, left_early=False, left_at=None, took_part=True, by, now
):
    """For how much of it somebody was there, who attended by that; rough times may be left out. With
    `took_part` False they are not certified, nor counted as trained. Raises NotThere and NotThen."""
    session = with_open_doors(booking.session_id, now)
    booking = session.bookings.booked().filter(pk=booking.pk).first()
    if booking is None:
        raise NotThere("They have no place on this register any more.")
    arrived_at, left_at = arrived_at if came_late else None, left_at if left_early else None
    for moment, field in ((arrived_at, "arrived_at"), (left_at, "left_at")):
        if moment is not None and not session.starts_at <= moment <= session.ends_at:
            raise NotThen("The time must be within the session.", field=field)
    if arrived_at and left_at and left_at <= arrived_at:
        raise NotThen("They must have left after they came.", field="left_at")
    booking.attendance, booking.took_part = Attendance.ATTENDED, took_part
    booking.came_late, booking.arrived_at = came_late, arrived_at
    booking.left_early, booking.left_at = left_early, left_at
    booking.save(update_fields=["attendance", *Booking.NO_STAY])
    record(
        "stay noted",
        booking,
        by=by,
        session=session.pk,
        late=came_late,
        early=left_early,
        took_part=took_part,
    )
    return booking


@transaction.atomic
def close(*, session, names_taken=True, by, now):
    """The session was delivered. Raises NotMarked while somebody's attendance is not said, or a check-in is
    not settled; with `names_taken` False a headcount stands for everybody who is not marked."""
    session = with_open_doors(session.pk, now)
    if session.starts_at > now:
        raise NotYet("The register can be closed when the session has started.")
    unmarked = session.bookings.booked().filter(attendance="").count()
    if not names_taken and not heads(session):
        raise NotMarked("Say first how many people were there.")
    if unmarked and names_taken:
        people = "1 person is" if unmarked == 1 else f"{unmarked} people are"
        raise NotMarked(f"{people} not marked yet. Say of everybody whether they came.")
    if unsettled := session.unmatched_check_ins.count():
        check_ins = "1 check-in is" if unsettled == 1 else f"{unsettled} check-ins are"
        raise NotMarked(f"{check_ins} not settled yet. Say who each of them is, or set it aside.")
    session.state, session.delivered_at = Session.State.DELIVERED, now
    session.save(update_fields=["state", "delivered_at"])
    counted = count(session)
    certifying.certify_session(session=session, now=now)
    record("register closed", session, by=by, attended=counted)
    return session


def heads(session):
    """How many were there whose names the register does not have."""
    return session.headcounts.aggregate(all=Sum("n"))["all"] or 0


def wipe(session):
    """The session is moved or called off at its door: nobody was there. The caller holds its row."""
    marked = session.bookings.exclude(attendance="", checked_in_at=None)
    marked.update(attendance="", checked_in_at=None, **Booking.NO_STAY)
    session.headcounts.all().delete()
    session.unmatched_check_ins.all().delete()


def count(session):
    """Give the rollout what this delivered session means, in place of what it meant before; returns how many
    were trained. Each is counted once: by name, or in the headcount, which is of those without a name and, as
    they said no organisation, counted with the host."""
    day, course = civil_date(session.starts_at), session.course.code
    came = Counter(session.bookings.trained().values_list("organisation", "staff_group"))
    for staff_group, n in session.headcounts.values_list("staff_group", "n"):
        came[session.organisation_id, staff_group] += n
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


def with_open_doors(pk, now):
    """The session, locked, when people may be marked; raises NotOpenToChange and NotYet."""
    locked = lock_session(pk)
    if locked.state == Session.State.DELIVERED:
        raise NotOpenToChange("This register is closed.")
    if locked.state == Session.State.CALLED_OFF:
        raise NotOpenToChange("This session was called off.")
    if locked.state != Session.State.OPEN:
        raise NotOpenToChange("This session was never opened, so nobody is booked.")
    if locked.starts_at - DOORS > now:
        raise NotYet("The register opens half an hour before the start.")
    return locked
