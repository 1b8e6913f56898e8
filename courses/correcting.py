"""Putting a closed register right: somebody's name, or whether they came. Their certificate follows."""

from django.db import transaction

from courses import certifying, emails, registers
from courses.bookings import lock_session
from courses.models import Booking, Certificate, Session
from courses.refusals import NotDelivered
from stepforward.audit.recording import record

Attendance, Reason = Booking.Attendance, Certificate.Reason


@transaction.atomic
def put_right(*, booking, name, attended, by, now):
    """What the register should have said of one person. A certificate that is wrong now is withdrawn, and
    whoever attended has a right one afterwards, by email; of old sessions too, because somebody asked.

    Returns the live certificate, or None. Raises NotDelivered while the register is open.
    """
    session = lock_session(booking.session_id)
    if session.state != Session.State.DELIVERED:
        raise NotDelivered("The register is open. Mark people there.")
    booking = session.bookings.booked().select_for_update(of=["self"]).get(pk=booking.pk)
    renamed = name != booking.name
    moved = attended != (booking.attendance == Attendance.ATTENDED)
    booking.name, booking.attendance = name, Attendance.ATTENDED if attended else Attendance.ABSENT
    booking.save(update_fields=["name", "attendance"])
    if moved:
        registers.count(session)
    if renamed or moved:
        record("register put right", booking, by=by, session=session.pk, renamed=renamed, moved=moved)
    old = booking.certificates.live().first()
    wrong = old is not None and (not attended or old.name != name)
    if wrong:
        certifying.withdraw(
            certificate=old, because=Reason.NAME if attended else Reason.REGISTER, by=by, now=now
        )
    if not attended:
        if wrong and certifying.was_sent(old):
            emails.certificate_withdrawn(old)
        return None
    new = certifying.certify(booking=booking, by=by, now=now)
    emails.certificate_issued(new)
    return new
