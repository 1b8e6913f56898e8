"""Sessions of a request: linking one that is there already, and unlinking one that was linked by mistake."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Q, Value, When

from courses import bookings, emails, requests
from courses.models import Session
from courses.refusals import CannotLink
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.models import OutgoingEmail

State = Session.State
TOLD = ["courses/request_scheduled", "courses/request_session_changed"]
BEFORE_THEY_ASKED = timedelta(days=30)


def sensible_for(request):
    """Sessions that may be linked to it: planned for nobody else, not called off, and not long before it was
    asked for. Those of the same organisation come first."""
    theirs = Q(organisation=request.organisation_id) if request.organisation_id else Q(pk__in=[])
    return (
        Session.objects.filter(request=None, starts_at__gt=request.asked_at - BEFORE_THEY_ASKED)
        .exclude(state=State.CALLED_OFF)
        .annotate(elsewhere=Case(When(theirs, then=Value(0)), default=Value(1)))
        .order_by("elsewhere", "starts_at", "pk")
    )


@transaction.atomic
def link(*, request, session, by, now):
    """The session is one of the request's. Open or delivered, it answers the request, and whoever asked hears
    of one that is open and to come; planned, the request is being worked on."""
    session = bookings.lock_session(session.pk)
    if session.state == State.CALLED_OFF:
        raise CannotLink("This session was called off.")
    if session.request_id:
        raise CannotLink("This session was planned for a request already. Unlink it there first.")
    request = requests.work_on(request, by=by, now=now)
    session.request = request
    session.save(update_fields=["request"])
    record("session linked", request, by=by, session=session.pk)
    if session.state in {State.OPEN, State.DELIVERED}:
        requests.schedule(request, by=by, now=now)
    if session.state == State.OPEN and session.starts_at > now:
        emails.request_scheduled(session, version=f"linked {now:%Y%m%d%H%M%S}")
    return session


@transaction.atomic
def unlink(*, request, session, by):
    """The session was not for this request. What had not been sent of it is taken back; without another open
    or delivered session the request waits again. Returns whether whoever asked had been told of it."""
    session = bookings.lock_session(session.pk)
    if session.request_id != request.pk:
        raise CannotLink("This session is not linked to this request any more.")
    session.request = None
    session.save(update_fields=["request"])
    record("session unlinked", request, by=by, session=session.pk)
    withdraw_for(about=session, kinds=TOLD, by=by)
    requests.unschedule(request, by=by)
    about = OutgoingEmail.objects.filter(about=Session._meta.label, about_id=str(session.pk), kind__in=TOLD)
    return about.filter(state__in=["sending", "sent"]).exists()
