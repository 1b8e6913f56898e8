"""Somebody would like to facilitate: saying so, being talked to, offered a place in a facilitator course, and
taking it. What happens there is the course's and the register's to say."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from courses import bookings
from courses.models import Session
from courses.refusals import AlreadyBooked
from facilitators.growing import emails
from facilitators.models import Interest
from facilitators.refusals import NotAFacilitatorCourse, NotInterested
from stepforward.audit.recording import record

Stage = Interest.Stage
WAITS_TOO_LONG = {  # from which on the desk says so
    Stage.NEW: timedelta(days=7),
    Stage.TALKED: timedelta(days=28),
    Stage.OFFERED: timedelta(days=14),
}
TO_CONFIRM = timedelta(days=14)
TOOK_IT_BACK = "They took it back."


@transaction.atomic
def say(*, came_by, name, email, organisation=None, other_organisation="", staff_group="", why="", now):
    """Keep it and write to them: on the public page it counts once they confirm it; from the page of their
    booking, which they have by email, at once. Who has said it before is not asked twice."""
    there = _open_of(email)
    if there is not None:
        emails.interest_said(there, now)
        return there
    known = came_by == Interest.CameBy.BOOKING
    interest = Interest.objects.create(
        came_by=came_by,
        name=name,
        email=email,
        organisation=organisation,
        other_organisation=other_organisation,
        staff_group=staff_group,
        why=why,
        said_at=now,
        moved_at=now,
        confirmed_at=now if known else None,
    )
    record("interest said", interest, came_by=came_by)
    emails.interest_said(interest, now)
    return interest


@transaction.atomic
def confirm(*, interest, now):
    """It was really them. Where they have confirmed another meanwhile, this is the same."""
    interest = _locked(interest)
    if interest.confirmed_at is None and _open_of(interest.email) is None:
        interest.confirmed_at = interest.moved_at = now
        try:
            with transaction.atomic():
                interest.save(update_fields=["confirmed_at", "moved_at"])
        except IntegrityError:
            return interest  # by another link of theirs, at the same moment
        record("interest confirmed", interest)
    return interest


@transaction.atomic
def talk(*, interest, note, by, now):
    """Somebody has talked to them, and what about. Raises NotInterested."""
    interest = _open(interest)
    interest.note = note.strip()
    if interest.stage == Stage.NEW:
        interest.stage, interest.moved_at = Stage.TALKED, now
    return _keep(interest, "interested person talked to", by)


@transaction.atomic
def offer_place(*, interest, training, by, now):
    """A place in this session of a course that makes facilitators, which they take on their private page.
    Raises NotInterested and NotAFacilitatorCourse."""
    interest = _open(interest)
    if not trainings(now).filter(pk=training.pk).exists():
        raise NotAFacilitatorCourse("Choose a facilitator course that is open for booking.", field="training")
    interest.stage, interest.training, interest.moved_at = Stage.OFFERED, training, now
    _keep(interest, "training offered", by, session=training.pk)
    emails.training_offered(interest, now)
    return interest


@transaction.atomic
def take_place(*, interest, now):
    """They take it; who has it already, has it. Raises what booking does, and NotInterested."""
    interest = _open(interest)
    if interest.stage != Stage.OFFERED:
        raise NotInterested("There is no place offered to you at the moment.")
    who = {"organisation": interest.organisation, "other_organisation": interest.other_organisation}
    try:
        with transaction.atomic():
            booking = bookings.book(
                session=interest.training,
                name=interest.name,
                email=interest.email,
                staff_group=interest.staff_group,
                **who,
                now=now,
            )
    except AlreadyBooked as already:
        booking = already.booking
    record("training taken", interest, session=interest.training_id)
    return booking


@transaction.atomic
def turn_down(*, interest, now):
    """This date does not suit: the coordinator offers another."""
    interest = _open(interest)
    if interest.stage == Stage.OFFERED:
        interest.stage, interest.moved_at = Stage.TALKED, now
        _keep(interest, "training turned down", None, session=interest.training_id)
    return interest


@transaction.atomic
def not_now(*, interest, reason, by, now):
    """For a reason, which the coordinator keeps; `by` is None where they took it back themselves."""
    interest = _open(interest)
    interest.stage, interest.moved_at, interest.reason = Stage.NOT_NOW, now, reason.strip()
    return _keep(interest, "interest put aside", by)


@transaction.atomic
def take_up_again(*, interest, by, now):
    interest = _locked(interest)
    if interest.stage != Stage.NOT_NOW or _open_of(interest.email) is not None:
        raise NotInterested("This is open already, or they have said it anew.")
    interest.stage, interest.moved_at, interest.reason = Stage.TALKED, now, ""
    return _keep(interest, "interest taken up again", by)


def forget_unconfirmed(*, now):
    """What nobody confirmed in time is deleted; returns how many."""
    late = Interest.objects.filter(confirmed_at=None, said_at__lte=now - TO_CONFIRM)
    return late.delete()[0]


def trainings(now):
    """Sessions to come, open for booking, of courses that make facilitators."""
    makes = Session.objects.open_for_booking(now).filter(course__makes_facilitators_of__isnull=False)
    return makes.with_facts().distinct()


def _open_of(email):
    return Interest.objects.confirmed().exclude(stage=Stage.NOT_NOW).filter(email__iexact=email).first()


def _keep(interest, verb, by, **details):
    interest.moved_by = by
    interest.save()
    record(verb, interest, by=by, stage=interest.stage, **details)
    return interest


def _open(interest):
    interest = _locked(interest)
    if interest.confirmed_at is None or interest.stage == Stage.NOT_NOW:
        raise NotInterested("This is not confirmed, or was put aside.")
    return interest


def _locked(interest):
    rows = Interest.objects.select_for_update(of=["self"]).select_related("training__course", "organisation")
    return rows.get(pk=interest.pk)
