"""Putting a closed register right: somebody's name, or whether they came. Their certificate follows."""

from django.db import transaction

from courses import certifying, emails, headcounts, registers
from courses.bookings import lock_session
from courses.models import Booking, Certificate, Session
from courses.refusals import AlreadyBooked, NotDelivered
from stepforward.audit.recording import record

Attendance, Reason = Booking.Attendance, Certificate.Reason


@transaction.atomic
def put_right(*, booking, name, email=None, attended, took_part=True, by, now):
    """What the register should have said of one person; an `email` for who had left none. A certificate that
    is wrong now is withdrawn, and whoever attended enough has a right one afterwards, by email; of old
    sessions too, because somebody asked. Who was never marked, because heads were counted, leaves the
    headcount.

    Returns the live certificate, or None. Raises NotDelivered while the register is open, and AlreadyBooked.
    """
    session = lock_session(booking.session_id)
    if session.state != Session.State.DELIVERED:
        raise NotDelivered("The register is open. Mark people there.")
    booking = session.bookings.booked().select_for_update(of=["self"]).get(pk=booking.pk)
    was = (booking.attendance == Attendance.ATTENDED, booking.took_part)
    if email and not booking.email:
        there = session.bookings.live().of(email).first()
        if there is not None:
            raise AlreadyBooked(there)
        booking.email = email
    renamed, moved = name != booking.name, (attended, took_part or not attended) != was
    if attended and not booking.attendance:
        headcounts.name_one(session, booking.staff_group)
    booking.name, booking.attendance = name, Attendance.ATTENDED if attended else Attendance.ABSENT
    if not attended:
        for field, value in Booking.NO_STAY.items():
            setattr(booking, field, value)
    else:
        booking.took_part = took_part
    booking.save(update_fields=["name", "email", "attendance", *Booking.NO_STAY])
    if moved:
        registers.count(session)
    if renamed or moved:
        record("register put right", booking, by=by, session=session.pk, renamed=renamed, moved=moved)
    certified = attended and took_part
    old = booking.certificates.live().first()
    wrong = old is not None and (not certified or old.name != name)
    if wrong:
        certifying.withdraw(
            certificate=old, because=Reason.NAME if certified else Reason.REGISTER, by=by, now=now
        )
    if not certified:
        if wrong and certifying.was_sent(old):
            emails.certificate_withdrawn(old)
        return None
    new = certifying.certify(booking=booking, by=by, now=now)
    emails.certificate_issued(new)
    return new
