"""Certificates of delivery, for the lead and the co-facilitators of every session that was delivered."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from courses.certifying import facts_of, without_email
from courses.models import Certificate, Session
from facilitators import emails
from facilitators.models import Assignment
from stepforward.audit.recording import record

AT_ONCE = 200  # issued in one go; the next goes on
Kind = Certificate.Kind


def _live(session, user):
    held = Certificate.objects.live().filter(kind=Kind.DELIVERY)
    return held.filter(session=OuterRef(session), holder=OuterRef(user))


def with_certificate(assignments):
    """Each with `certificate_code`, or None."""
    held = _live("session", "facilitator__user")
    return assignments.annotate(certificate_code=Subquery(held.values("code")[:1]))


def without_certificate():
    """Whose delivery is not certified yet, however long ago: on their page it is of use to them. Only who
    delivered lately gets an email about it."""
    delivered = Assignment.objects.accepted().filter(
        part__in=Assignment.DELIVERS, session__state=Session.State.DELIVERED
    )
    return (
        delivered.filter(~Exists(_live("session", "facilitator__user")))
        .select_related("facilitator__user", "session__course")
        .order_by("-session__starts_at", "pk")
    )


@transaction.atomic
def certify(*, assignment, now):
    """The live certificate of this delivery, issued if there is none."""
    session, holder = assignment.session, assignment.facilitator.user
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    there = session.certificates.live().filter(holder=holder).first()
    if there is not None:
        return there
    issued = Certificate.objects.create(
        kind=Kind.DELIVERY,
        holder=holder,
        name=holder.name,
        part=assignment.get_part_display(),
        issued_at=now,
        **facts_of(session),
    )
    record("certificate issued", issued, session=session.pk, part=assignment.part)
    return issued


def certify_due(*, now):
    """Issue what is missing and post what was not sent; returns how many emails."""
    for assignment in without_certificate()[:AT_ONCE]:
        certify(assignment=assignment, now=now)
    ours = Certificate.objects.filter(kind=Kind.DELIVERY, holder__is_active=True)
    posted = 0
    for certificate in without_email(ours.select_related("holder"), emails.CERTIFICATE, now):
        with transaction.atomic():
            emails.delivery_certified(certificate)
        posted += 1
    return posted
