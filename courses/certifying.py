"""Certificates of attendance: issued when the register is closed, whatever anybody says of the session.

Nothing is certified of sessions that ended long ago unless somebody asks for it, so that records moved in
from elsewhere do not write to the world.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from courses import emails, quality_domains
from courses.models import Booking, Certificate, Session
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.models import OutgoingEmail

BY_ITSELF_WITHIN = timedelta(days=30)  # of the session's end
Kind = Certificate.Kind


def facts_of(session):
    """What a certificate says of the session, to be kept as it is now."""
    return {
        "session": session,
        "course": session.course.name,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "domains": quality_domains.said(session.course.domains.all()),
    }


@transaction.atomic
def certify_session(*, session, now):
    """A certificate for everybody who attended a session whose register was just closed; returns how many.
    The emails follow by themselves: beat asks who has none."""
    if session.ends_at <= now - BY_ITSELF_WITHIN:
        return 0
    facts, came = facts_of(session), session.bookings.trained()
    issued = Certificate.objects.bulk_create(
        Certificate(kind=Kind.ATTENDANCE, booking=booking, name=booking.name, issued_at=now, **facts)
        for booking in came.filter(~Exists(_live()))
    )
    if issued:
        record("certificates issued", session, certificates=len(issued))
    return len(issued)


@transaction.atomic
def certify(*, booking, by=None, now):
    """The live certificate of somebody who attended, issued if there is none."""
    booking = (
        Booking.objects.select_for_update(of=["self"]).select_related("session__course").get(pk=booking.pk)
    )
    there = booking.certificates.live().first()
    if there is not None:
        return there
    issued = Certificate.objects.create(
        kind=Kind.ATTENDANCE, booking=booking, name=booking.name, issued_at=now, **facts_of(booking.session)
    )
    record("certificate issued", issued, by=by, session=booking.session_id)
    return issued


@transaction.atomic
def withdraw(*, certificate, because, by=None, now):
    """It is not true any more: its code says so from now on, and its email is not sent if it has not gone."""
    certificate.withdrawn_at, certificate.withdrawn_because = now, because
    certificate.save(update_fields=["withdrawn_at", "withdrawn_because"])
    withdraw_for(about=certificate, by=by)
    record("certificate withdrawn", certificate, by=by, because=because)


def was_sent(certificate):
    """Whether its holder has, or is about to have, the email about it."""
    about = OutgoingEmail.objects.filter(about=certificate._meta.label, about_id=str(certificate.pk))
    return about.filter(state__in=[OutgoingEmail.State.SENDING, OutgoingEmail.State.SENT]).exists()


def without_certificate(now):
    """Who attended enough of a session delivered not long ago, and has no certificate."""
    return (
        Booking.objects.trained()
        .filter(
            ~Exists(_live()),
            session__state=Session.State.DELIVERED,
            session__ends_at__gt=now - BY_ITSELF_WITHIN,
        )
        .order_by("pk")
    )


def without_email(certificates, email_kind, now):
    """Those of `certificates` that hold, of sessions not long ago, that nobody was sent."""
    sent = OutgoingEmail.objects.filter(
        kind=email_kind, about="courses.Certificate", about_id=Cast(OuterRef("pk"), CharField())
    )
    recent = certificates.live().filter(session__ends_at__gt=now - BY_ITSELF_WITHIN)
    return recent.filter(~Exists(sent)).order_by("pk")


def certify_due(*, now):
    """Issue what is missing and post what was not sent; returns how many emails. Of a booking that ended in
    another of the same person nobody is told, because that one has its own."""
    for booking in without_certificate(now):
        certify(booking=booking, now=now)
    ours = Certificate.objects.filter(kind=Kind.ATTENDANCE).select_related("booking")
    ours = ours.exclude(booking__email="").exclude(booking__state=Booking.State.MERGED)
    posted = 0
    for certificate in without_email(ours, emails.CERTIFICATE, now):
        with transaction.atomic():
            emails.certificate_issued(certificate)
        posted += 1
    return posted


def _live():
    return Certificate.objects.live().filter(booking=OuterRef("pk"))
