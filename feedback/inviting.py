"""Asking people: an invitation each, an email with its own link, and at most two reminders to those who have
not answered. Nothing here knows what anybody answered."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from courses.models import Booking, Session
from facilitators.asking.hours import is_too_early
from feedback import emails
from feedback.models import Invitation, InvitationLink, Round, Wave
from feedback.waves import BEFORE_SESSION, REMINDED_AFTER, is_asked, is_time_to_write, people_of
from stepforward.people import links
from stepforward.ui.wording import civil_date


def invite_due(*, now):
    """Invite everybody who came to be asked since the last time."""
    for found in _with_somebody_uninvited(now):
        invite(found=found, now=now)


@transaction.atomic
def invite(*, found, now, send=True):
    """Write to everybody whom the round asks and did not write to yet. With `send` False their invitations
    are made and nobody gets an email."""
    if not is_time_to_write(found, now):
        return
    there = {one.booking_id: one for one in found.invitations.all()}
    people = [one for one in people_of(found.session, found.wave).reachable() if not _was_asked(there, one)]
    new = [Invitation(round=found, booking=one) for one in people if one.pk not in there]
    # Somebody may be making their own at the door at this moment.
    Invitation.objects.bulk_create(new, ignore_conflicts=True)
    asked = found.invitations.filter(booking__in=people, emailed=False).select_related("booking")
    for invitation in asked if send else ():
        invitation.round = found
        emails.asked(invitation, token=fresh_link(invitation))
    asked.update(emailed=True)


def remind_due(*, now):
    """Remind those who have not answered: of a session to come two days before it, of one that was on fixed
    days after the round opened."""
    if is_too_early(now):
        return
    today = civil_date(now)
    unanswered = Invitation.objects.filter(used=False, emailed=True)
    for wave, days in REMINDED_AFTER.items():
        for number, after in reversed(list(enumerate(days, 1))):
            opened = {"round__wave": wave, "round__closed": False, "round__opens_on__lte": today - after}
            due = unanswered.filter(**opened, round__closes_on__gt=today, reminders__lt=number)
            _remind(due, number)
    soon = {"round__session__starts_at__gt": now, "round__session__starts_at__lte": now + BEFORE_SESSION}
    known_for_long = {"booking__booked_at__lte": now - BEFORE_SESSION, "reminders": 0}
    before = unanswered.filter(round__wave=Wave.BEFORE, round__session__state=Session.State.OPEN)
    _remind(before.filter(**soon, **known_for_long), 1)


def _remind(invitations, number):
    """Remind each of them, whose answer may be coming at this moment, for the first or second time."""
    related = "booking", "round__session__course"
    for pk in list(invitations.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Invitation.objects.select_for_update(of=("self",)).select_related(*related)
            invitation = locked.filter(pk=pk, used=False, reminders__lt=number).first()
            if invitation is None or not is_asked(invitation.booking, invitation.round.wave):
                continue
            invitation.reminders = number
            invitation.save(update_fields=["reminders"])
            emails.reminded(invitation, token=fresh_link(invitation))


def fresh_link(invitation):
    """A new token that opens the invitation, as the older ones do. The round's number in front tells a closed
    round's link from one that never was."""
    token = f"{invitation.round_id}-{links.fresh_token()[0]}"
    InvitationLink.objects.create(invitation=invitation, token_hash=links.hash_of(token))
    return token


def _with_somebody_uninvited(now):
    """Open rounds in which somebody is to be written to for the first time."""
    emailed = Invitation.objects.filter(round=OuterRef(OuterRef("pk")), booking=OuterRef("pk"), emailed=True)
    people = Booking.objects.booked().reachable().filter(~Exists(emailed), session=OuterRef("session"))
    asked = Q(Exists(people), wave=Wave.BEFORE, session__starts_at__gt=now, session__state=Session.State.OPEN)
    asked |= Q(Exists(people.attended()), wave__in=[Wave.AFTER, Wave.THREE_MONTHS])
    open_now = Round.objects.open_on(civil_date(now)).filter(asked)
    found = open_now.select_related("session__course").order_by("pk")
    return [one for one in found if is_time_to_write(one, now)]


def _was_asked(there, booking):
    return booking.pk in there and there[booking.pk].emailed
