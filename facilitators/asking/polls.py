"""Polls: asking facilitators about some dates, taking their answers, and reminding once who has not
answered."""

from datetime import timedelta

from django.db import transaction

from facilitators import availability
from facilitators.asking import emails
from facilitators.asking.hours import is_too_early
from facilitators.growing.away import away_throughout
from facilitators.models import Accreditation, Asked, Facilitator, Poll, PollPart
from facilitators.refusals import NobodyToAsk, PollClosed
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.ui.wording import civil_date, say_date

NUDGE_BEFORE = timedelta(days=2)  # before it closes


def accredited_for(course):
    """Those of the course who take sessions at present."""
    held = Accreditation.objects.filter(course=course)
    return Facilitator.objects.active().filter(sessions_a_month__gt=0, pk__in=held.values("facilitator"))


@transaction.atomic
def ask(*, title, course, parts, facilitators, closes_on, by, now, message="", request=None):
    """Ask these `facilitators` about `parts`, (day, part) pairs, and write to each who is not away then.
    Raises NobodyToAsk."""
    days = [day for day, _ in parts]
    whom = list(facilitators.exclude(away_throughout(min(days), max(days))).select_related("user"))
    if not whom:
        raise NobodyToAsk("There is nobody to ask: nobody is accredited for it, or all are away then.")
    poll = Poll.objects.create(
        title=title,
        course=course,
        request=request,
        message=message,
        asked_by=by,
        asked_on=civil_date(now),
        closes_on=closes_on,
    )
    PollPart.objects.bulk_create(PollPart(poll=poll, day=day, part=part) for day, part in parts)
    for asked in Asked.objects.bulk_create(Asked(poll=poll, facilitator=one) for one in whom):
        emails.poll_asked(asked, parts)
    record("poll asked", poll, by=by, people=len(whom), parts=len(parts))
    return poll


@transaction.atomic
def answer(*, asked, said, by, now):
    """Keep what they `said`, {(day, part): level or None}, as their availability. Raises PollClosed."""
    asked = Asked.objects.select_for_update(no_key=True).get(pk=asked.pk)
    poll = Poll.objects.get(pk=asked.poll_id)
    if not poll.is_open(civil_date(now)):
        raise PollClosed(why_closed(poll))
    availability.say(facilitator=asked.facilitator, said=said, by=by)
    if asked.answered_at is None:
        withdraw_for(about=asked, by=by)
        record("poll answered", asked, by=by, poll=poll.pk)
    asked.answered_at = now
    asked.save(update_fields=["answered_at"])


@transaction.atomic
def close(*, poll, by, now):
    """Take no more answers, and remind nobody. Raises PollClosed where it was closed."""
    poll = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    if not poll.is_open(civil_date(now)):
        raise PollClosed("This poll is closed already.")
    poll.closed_at = now
    poll.save(update_fields=["closed_at"])
    for asked in poll.asked.filter(answered_at=None):
        withdraw_for(about=asked, by=by)
    record("poll closed", poll, by=by)


def nudge(*, now):
    """Remind once, two days before a poll closes, who has not answered; returns how many. Who was asked less
    than a day before is not reminded."""
    today, nudged = civil_date(now), 0
    if is_too_early(now):
        return 0
    closing = Poll.objects.open(today).filter(closes_on__lte=today + NUDGE_BEFORE, asked_on__lt=today)
    due = Asked.objects.filter(poll__in=closing, answered_at=None, nudged_at=None)
    due = due.filter(facilitator__in=Facilitator.objects.active())
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            asked = due.select_for_update(no_key=True, of=["self"]).filter(pk=pk).first()
            if asked is not None:
                asked.nudged_at = now
                asked.save(update_fields=["nudged_at"])
                emails.poll_nudge(asked, list(asked.poll.parts.values_list("day", "part")))
                nudged += 1
    return nudged


def why_closed(poll):
    day = poll.closed_at or poll.closes_on
    return f"It closed on {say_date(day, year=False)}. Thank you all the same."
