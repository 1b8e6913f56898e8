"""Rounds of sessions whose answers were given elsewhere, before: closed from the beginning, and told as
counting tells those that were asked here."""

from datetime import timedelta

from django.db import transaction

from courses.models import Session
from feedback import releasing
from feedback.boxes import box_without_key, pool_for
from feedback.counting import OPENS_AT, cells_in, cells_there, comments_in, together, write
from feedback.models import Questionnaire, Round, Wave
from feedback.moving.asked import QUESTIONS
from stepforward.audit.recording import record
from stepforward.importing.refusals import CannotRead
from stepforward.rollout.models import Phase
from stepforward.ui.wording import civil_date

A_DAY = timedelta(days=1)
MEANWHILE = "Feedback on one of these sessions was asked for at the same moment. Start it again."


@transaction.atomic
def make_round(*, session, answered, by):
    """The closed round of `session`, to be filled with `answered` ballots; fewer than five go to its pool.
    How many were asked is not known. Raises CannotRead where the session has one."""
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if Round.objects.filter(session=session, wave=Wave.AFTER).exists():
        raise CannotRead(MEANWHILE)
    version, _ = Questionnaire.objects.get_or_create(
        course=session.course,
        wave=Wave.AFTER,
        version=Questionnaire.MOVED_IN,
        defaults={"questions": QUESTIONS},
    )
    day = civil_date(session.starts_at)
    found = Round.objects.create(
        session=session,
        questionnaire=version,
        wave=Wave.AFTER,
        opens_on=day,
        closes_on=day + A_DAY,
        box=box_without_key(),
        pool=pool_for(version, Phase.objects.on(day), box=box_without_key),
        closed=True,
        answered=answered,
        counted=answered if answered >= OPENS_AT else 0,
    )
    record("feedback round moved in", found, by=by, session=session.pk, answered=answered)
    return found


@transaction.atomic
def fill_round(*, found, ballots, today):
    """Tell all `ballots` of a round at once."""
    cells = cells_in(ballots, found.questionnaire)
    write(found, cells, comments_in(ballots), round=found)
    releasing.add_round(found, cells, today=today)


@transaction.atomic
def fill_pool(*, pool, ballots, today):
    """Tell at once the `ballots` of rounds of one pool that had too few each."""
    cells = cells_in(ballots, pool.questionnaire)
    write(pool, together(cells_there(pool=pool), cells), comments_in(ballots), pool=pool)
    releasing.add_pool(pool, cells, wave=pool.questionnaire.wave, today=today)
    pool.counted += len(ballots)
    pool.save(update_fields=["counted"])
