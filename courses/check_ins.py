"""People in the room who say themselves that they are there. The team has the last word: who was marked as
absent stays so until somebody says otherwise, and an address that no booking has waits for the team."""

from django.db import transaction

from courses import check_in_codes, registers
from courses.bookings import lock_session
from courses.models import Booking, UnmatchedCheckIn
from courses.refusals import NotThere, NotWelcome
from stepforward.audit.recording import record

Attendance = Booking.Attendance
MOST_UNMATCHED = 100  # of one session; more is somebody playing


@transaction.atomic
def say_here(*, session, email, now):
    """Whoever has this address says that they are there. Nothing tells whether a booking has it."""
    session = registers.with_open_doors(session.pk, now)
    booking = session.bookings.booked().of(email).first()
    if booking is not None:
        _there(booking, now)
    elif session.unmatched_check_ins.count() < MOST_UNMATCHED:
        there = session.unmatched_check_ins.filter(email__iexact=email)
        if not there.exists():
            UnmatchedCheckIn.objects.create(session=session, email=email, checked_in_at=now)


@transaction.atomic
def say_booked_here(*, booking, code, now):
    """The person of this booking types the code of the room. Raises NotTheCode and NotThere."""
    if check_in_codes.session_of(code, now) != booking.session:
        raise NotThere("This code is of another session.", field="code")
    session = registers.with_open_doors(booking.session_id, now)
    booking = session.bookings.booked().filter(pk=booking.pk).first()
    if booking is None:
        raise NotThere("You have no place in this session. Ask the team to add you.", field="code")
    _there(booking, now)
    return booking


@transaction.atomic
def add_oneself(*, session, name, email, organisation=None, staff_group="", now):
    """Somebody without a booking puts themselves on the register, where the coordinator allows it. Whoever
    has one checks in by it, and nothing tells which it was. Raises NotWelcome."""
    session = registers.with_open_doors(session.pk, now)
    if not session.walk_ins_welcome:
        raise NotWelcome("Only people with a booking can check in here. Ask the team to add you.")
    booking = session.bookings.booked().of(email).first()
    if booking is not None:
        _there(booking, now)
        return
    registers.add_walk_in(
        session=session,
        name=name,
        email=email,
        organisation=organisation,
        staff_group=staff_group,
        checked_in_at=now,
        by=None,
        now=now,
    )


@transaction.atomic
def settle_as_booked(*, check_in, booking, by, now):
    """They booked with another address, and are there."""
    session = registers.with_open_doors(check_in.session_id, now)
    booking = session.bookings.booked().filter(pk=booking.pk).first()
    if booking is None:
        raise NotThere("They have no place on this register any more.", field="who")
    booking.attendance, booking.checked_in_at = Attendance.ATTENDED, check_in.checked_in_at
    booking.save(update_fields=["attendance", "checked_in_at"])
    check_in.delete()
    record("check-in settled", booking, by=by, session=session.pk)
    return booking


@transaction.atomic
def settle_as_walk_in(*, check_in, name, staff_group="", by, now):
    """They had no booking. Raises AlreadyBooked where the address has one by now."""
    return registers.add_walk_in(
        session=check_in.session,
        name=name,
        email=check_in.email,
        staff_group=staff_group,
        organisation=check_in.session.organisation,
        checked_in_at=check_in.checked_in_at,
        by=by,
        now=now,
    )


@transaction.atomic
def set_aside(*, session, check_ins, by, now):
    """Nobody knows who it is, or they are not there."""
    session = registers.with_open_doors(session.pk, now)
    gone, _ = session.unmatched_check_ins.filter(pk__in=[one.pk for one in check_ins]).delete()
    record("check-ins set aside", session, by=by, check_ins=gone)
    return gone


@transaction.atomic
def welcome_walk_ins(*, session, welcome, by):
    """Whether people without a booking may put themselves on the register."""
    session = lock_session(session.pk)
    session.walk_ins_welcome = welcome
    session.save(update_fields=["walk_ins_welcome"])
    record("walk-ins welcomed" if welcome else "walk-ins not welcomed", session, by=by)
    return session


def _there(booking, now):
    """The first time counts, and what the team said of them stands."""
    if booking.checked_in_at is not None:
        return
    booking.checked_in_at = now
    booking.attendance = booking.attendance or Attendance.ATTENDED
    booking.save(update_fields=["checked_in_at", "attendance"])
    record("checked in", booking, session=booking.session_id)
