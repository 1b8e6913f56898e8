"""Opening a round of feedback: its box, its invitations, one email to everybody who came.

Runs in the counting worker alone, because a box's key pair is derived from FEEDBACK_KEY.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.models import Booking, Session
from feedback import emails
from feedback.models import Box, Invitation, Pool, Questionnaire, Round, Salt, Wave
from feedback.questions import first_version, fits_a_ballot
from feedback.sealing import fresh_salt, public_key
from stepforward.audit.recording import record
from stepforward.people import links
from stepforward.rollout.models import Phase
from stepforward.ui.wording import civil_date

TAKES_ANSWERS_FOR = timedelta(days=21)
ASKED_WITHIN = timedelta(days=30)  # of the session; later, nobody remembers


def sessions_to_ask_about(now):
    """Delivered sessions that somebody attended, not long ago, whose attendees were not asked."""
    came = Booking.objects.attended().reachable().filter(session=OuterRef("pk"))
    asked = Round.objects.filter(session=OuterRef("pk"), wave=Wave.AFTER)
    return Session.objects.filter(
        Exists(came), ~Exists(asked), state=Session.State.DELIVERED, ends_at__gt=now - ASKED_WITHIN
    ).order_by("ends_at", "pk")


def open_due(*, now):
    for session in sessions_to_ask_about(now):
        open_round(session=session, now=now)


@transaction.atomic
def open_round(*, session, now, send=True):
    """Ask everybody who attended `session`; returns its round. Asked before: nothing new happens.

    Raises sealing.KeyMissing outside the counting worker. With `send` False nobody gets an email.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    there = Round.objects.filter(session=session, wave=Wave.AFTER).first()
    if there is not None:
        return there
    questionnaire = questionnaire_for(session.course)
    attended = list(session.bookings.attended().reachable())
    today = civil_date(now)
    found = Round.objects.create(
        session=session,
        questionnaire=questionnaire,
        wave=Wave.AFTER,
        opens_on=today,
        closes_on=today + TAKES_ANSWERS_FOR,
        box=new_box(),
        pool=pool_for(questionnaire, Phase.objects.on(civil_date(session.starts_at))),
        invited=len(attended),
    )
    tokens = {booking.pk: fresh_token(found) for booking in attended}
    invitations = Invitation.objects.bulk_create(
        Invitation(round=found, booking=booking, token_hash=links.hash_of(tokens[booking.pk]))
        for booking in attended
    )
    if send:
        for invitation in invitations:
            emails.asked(invitation, token=tokens[invitation.booking_id])
    record("feedback round opened", found, session=session.pk, invited=found.invited)
    return found


def fresh_token(for_round):
    """A random token; the round's number in front tells a closed round's link from one that never was."""
    return f"{for_round.pk}-{links.fresh_token()[0]}"


def questionnaire_for(course):
    """The newest version of what is asked after a session; the first one is made when it is first needed."""
    newest = Questionnaire.objects.filter(course=course, wave=Wave.AFTER).order_by("-version").first()
    if newest is None:
        newest = Questionnaire(course=course, wave=Wave.AFTER, version=1, questions=first_version(course))
        if not fits_a_ballot(newest.questions):
            raise ValueError("These questions may bring answers that are longer than a ballot.")
        newest.save()
    return newest


def pool_for(questionnaire, phase, staff_group=""):
    """The pool of a questionnaire in a phase (or None, outside any): for leftovers, or for a staff group."""
    return Pool.objects.get_or_create(
        questionnaire=questionnaire, phase=phase, staff_group=staff_group, defaults={"box": new_box}
    )[0]


def new_box():
    box = Box(id=uuid.uuid4())
    give_fresh_key(box)
    return box


def give_fresh_key(box):
    """A new salt and key pair, so that nothing sealed for the box before can be opened again."""
    salt = fresh_salt()
    box.public_key = public_key(box_id=box.pk, salt=salt)
    box.save()
    Salt.objects.update_or_create(box=box, defaults={"salt": salt})
