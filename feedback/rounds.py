"""Opening rounds of feedback, one for each session and wave, and keeping their days in step with the session.

Runs in the counting worker alone, because a box's key pair is derived from FEEDBACK_KEY.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.models import Booking, Session
from feedback import inviting
from feedback.boxes import new_box, pool_for
from feedback.models import Box, Invitation, Questionnaire, Round, Wave
from feedback.questions import first_version, fits_a_ballot
from feedback.waves import last_day_after, sessions_to_open
from stepforward.audit.recording import record
from stepforward.rollout.models import Phase
from stepforward.ui.wording import civil_date

A_DAY = timedelta(days=1)


def open_due(*, now):
    """Open every round that is due at `now`, bring the days of open ones up to date, invite and remind."""
    follow_sessions(now=now)
    for wave in Wave:
        for session in sessions_to_open(wave, now):
            open_round(session=session, wave=wave, now=now)
    inviting.invite_due(now=now)
    inviting.remind_due(now=now)
    close_what_everybody_answered(now=now)


@transaction.atomic
def open_round(*, session, now, wave=Wave.AFTER, send=True):
    """The round of `session` in `wave`; a new one asks whoever is to be asked now. There before: nothing new
    happens. Raises sealing.KeyMissing outside the counting worker. With `send` False nobody gets an email."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    there = Round.objects.filter(session=session, wave=wave).first()
    if there is not None:
        return there
    questionnaire = questionnaire_for(session.course, wave)
    today = civil_date(now)
    found = Round.objects.create(
        session=session,
        questionnaire=questionnaire,
        wave=wave,
        opens_on=today,
        closes_on=last_day_after(session, wave, today),
        box=new_box(),
        pool=pool_for(questionnaire, Phase.objects.on(civil_date(session.starts_at))),
    )
    record("feedback round opened", found, session=session.pk, wave=wave)
    inviting.invite(found=found, now=now, send=send)
    return found


@transaction.atomic
def follow_sessions(*, now):
    """A round before a session closes with it, whenever that is now; one that was called off, at once; and
    who does not come any more is not asked any more. A round after a session that has moved on again, and
    asked nobody yet, is taken back."""
    before = Round.objects.filter(wave=Wave.BEFORE, closed=False).select_related("session")
    for found in before.select_for_update(of=("self",), no_key=True):
        called_off = found.session.state == Session.State.CALLED_OFF
        closes_on = civil_date(now) if called_off else last_day_after(found.session, found.wave, None)
        if closes_on != found.closes_on:
            found.closes_on = max(closes_on, found.opens_on + A_DAY)
            found.save(update_fields=["closes_on"])
    gone = Invitation.objects.filter(used=False, round__wave=Wave.BEFORE, round__closed=False)
    gone.exclude(booking__state=Booking.State.BOOKED).delete()
    nobody = ~Exists(Invitation.objects.filter(round=OuterRef("pk")))
    early = Round.objects.filter(nobody, wave=Wave.AFTER, closed=False, session__starts_at__gt=now)
    boxes = list(early.values_list("box", flat=True))
    early.delete()
    Box.objects.filter(pk__in=boxes).delete()


def close_what_everybody_answered(*, now):
    """Where nobody is left to answer a session that is over, the round need not stay open: it closes at the
    end of the day."""
    asked = Invitation.objects.filter(round=OuterRef("pk"))
    over = Round.objects.filter(
        Exists(asked),
        ~Exists(asked.filter(used=False)),
        closed=False,
        session__state=Session.State.DELIVERED,
        opens_on__lt=civil_date(now),
        closes_on__gt=civil_date(now) + A_DAY,
    )
    over.exclude(wave=Wave.BEFORE).update(closes_on=civil_date(now) + A_DAY)


def questionnaire_for(course, wave=Wave.AFTER):
    """The newest version of what is asked in `wave`; the first is made when it is first needed."""
    newest = Questionnaire.objects.filter(course=course, wave=wave).newest()
    if newest is None:
        newest = Questionnaire(course=course, wave=wave, version=1, questions=first_version(course, wave))
        if not fits_a_ballot(newest.questions):
            raise ValueError("These questions may bring answers that are longer than a ballot.")
        newest.save()
    return newest
