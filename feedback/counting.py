"""Counting: opening boxes that hold enough ballots, and leaving nothing that tells their order.

A round opens at five ballots, whatever they say, and once again at close: when it opens must not tell what
the last ballot said. Answers by which a look before and a look after would give fewer than five away, or
that were all alike at the first, are counted with the pool's. What a round holds at close, fewer than five,
passes to its pool, still sealed (see `feedback.sealing`). A pool of leftovers opens at five. Every counted
ballot's answers, without comments, are sealed again for the pool of its staff group, which opens at ten, and
only where those who were counted with them but are not in it are nobody or ten, to each question
(`feedback.company`): so no subtraction brings a smaller group back.

All rows of a round or pool are written anew each time: tallies in the order of the questions, comments
shuffled. So neither ids nor `xmin` nor `ctid` tell which batch, or which ballot within it, came first.
"""

import logging
import secrets
from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from nacl.exceptions import CryptoError

from feedback import releasing
from feedback.boxes import give_fresh_key, pool_for
from feedback.company import company_of, stands_apart
from feedback.models import Ballot, Box, Comment, Consent, Pool, Questionnaire, Round, Salt, Tally
from feedback.questions import MANY, cells_of, kinds_of
from feedback.sealing import read, seal, take_off
from feedback.small_numbers import IN_A_SESSION, IN_MANY, may_join, may_show, people_in
from stepforward.ui.wording import civil_date

OPENS_AT = IN_A_SESSION
GROUP_OPENS_AT = IN_MANY
WAITS_FOR_COMPANY = timedelta(days=60)  # after its phase has ended, when the last round has long closed

logger = logging.getLogger(__name__)
shuffle = secrets.SystemRandom().shuffle


def count_due(*, now):
    """Count every box that holds enough, close every round whose day has come. Raises sealing.KeyMissing."""
    today = civil_date(now)
    renew_boxes_without_salt()
    held = Count("box__ballots")
    rounds = Round.objects.filter(closed=False).annotate(held=held)
    due = rounds.filter(Q(held__gte=OPENS_AT, counted=0) | Q(closes_on__lte=today))
    due = list(due.values_list("pk", flat=True))
    for pk in due:
        _one_at_a_time(count_round, pk=pk, today=today)
    pools = Pool.objects.annotate(held=held)
    leftovers = list(pools.filter(staff_group="", held__gte=OPENS_AT).values_list("pk", flat=True))
    for pk in leftovers:
        _one_at_a_time(count_pool, pk=pk, today=today)
    # A group that had to wait has to as long as nothing else is counted, and to find that out is slow.
    if due or leftovers:
        groups = pools.exclude(staff_group="").filter(held__gte=GROUP_OPENS_AT)
        for pk in list(groups.values_list("pk", flat=True)):
            _one_at_a_time(count_pool, pk=pk, today=today)
    releasing.release_due(today=today)
    discard_what_stays_alone(today=today)


@transaction.atomic
def count_round(*, pk, today):
    """Count one round if it holds enough; on its last day (civil date `today`) close it for good."""
    related = "questionnaire__course", "session__organisation", "box__salt", "pool__box__salt", "pool__phase"
    rounds = Round.objects.select_related(*related)
    found = rounds.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if found.closed:
        return
    closing = found.closes_on <= today
    if closing:
        # Waits for answers that are just being sent; whoever comes after finds the round closed.
        used = list(found.invitations.select_for_update().values_list("used", flat=True))
        found.invited, found.answered = len(used), sum(used)
        found.invitations.all().delete()
    held = _shuffled(found.box.ballots.all())
    if len(held) >= OPENS_AT and (closing or not found.counted):
        ballots = [read(_open(_open(ballot.sealed, found.box), found.pool.box)) for ballot in held]
        there, more = cells_there(round=found), cells_in(ballots, found.questionnaire)
        given_away = _given_away(there, more, found.questionnaire, for_good=closing)
        elsewhere = {question: more.pop(question) for question in given_away}
        write(found, together(there, more), comments_in(ballots), round=found)
        found.counted += len(ballots)
        if elsewhere:
            write(found.pool, together(cells_there(pool=found.pool), elsewhere), (), pool=found.pool)
            releasing.add_pool(found.pool, elsewhere, wave=found.wave, today=today)
        _seal_for_groups(found.pool, ballots)
    elif closing:
        _put_into(found.pool.box, [_open(ballot.sealed, found.box) for ballot in held])
    else:
        return
    _take_away(held)
    if closing:
        found.closed = True
        Salt.objects.filter(box=found.box_id).delete()
    found.save(update_fields=["invited", "answered", "closed", "counted"])
    if closing:
        releasing.add_round(found, cells_there(round=found), today=today)


@transaction.atomic
def count_pool(*, pk, today):
    """Open one pool if it holds enough in enough company."""
    pools = Pool.objects.select_related("questionnaire__course", "box__salt", "phase")
    pool = pools.select_for_update(of=("self",), no_key=True).get(pk=pk)
    held = _shuffled(pool.box.ballots.all())
    if len(held) < (GROUP_OPENS_AT if pool.staff_group else OPENS_AT):
        return
    if pool.staff_group and not _hides_smaller_groups(pool, len(held)):
        return
    ballots = [read(_open(ballot.sealed, pool.box)) for ballot in held]
    if pool.staff_group and not _stands_apart(pool, ballots):
        return
    more = cells_in(ballots, pool.questionnaire)
    write(pool, together(cells_there(pool=pool), more), comments_in(ballots), pool=pool)
    _take_away(held)
    releasing.add_pool(pool, more, wave=pool.questionnaire.wave, today=today)
    if pool.staff_group:
        pool.company = 0
        give_fresh_key(pool.box)  # nothing is left that needs the old one, so old dumps stay sealed
    else:
        _seal_for_groups(pool, ballots)
    pool.counted += len(ballots)
    pool.save(update_fields=["counted", "company"])


@transaction.atomic
def discard_what_stays_alone(*, today):
    """Delete, unread, what pools still hold long after their phase, because it will never have company."""
    holds = Exists(Ballot.objects.filter(box=OuterRef("box")))
    over = Pool.objects.filter(holds, phase__during__endswith__lte=today - WAITS_FOR_COMPANY)
    for pool in over.select_for_update(of=("self",), no_key=True):
        pool.box.ballots.all().delete()
        pool.company = 0
        pool.save(update_fields=["company"])


def renew_boxes_without_salt():
    """After a backup was put back there are no salts: what is still sealed is lost, but what comes can be
    read."""
    never_had_one = Q(round__closed=True) | Q(pool__questionnaire__version=Questionnaire.MOVED_IN)
    for box in Box.objects.filter(salt=None).exclude(never_had_one):
        with transaction.atomic():
            lost, _ = box.ballots.all().delete()
            give_fresh_key(box)
        logger.warning("box had no salt", extra={"fields": {"box": str(box.pk), "ballots_lost": lost}})


def _one_at_a_time(count, *, pk, **given):
    """One box that cannot be opened, because it was sealed under another FEEDBACK_KEY, must not stop the
    others."""
    try:
        count(pk=pk, **given)
    except CryptoError:
        logger.error("box cannot be opened", extra={"fields": {"of": count.__name__, "pk": pk}})


def _shuffled(rows):
    rows = list(rows)
    shuffle(rows)
    return rows


def _open(sealed, box):
    return take_off(sealed, box_id=box.pk, salt=box.salt.salt)


def _put_into(box, sealed):
    Ballot.objects.bulk_create(Ballot(box=box, sealed=one) for one in sealed)


def _take_away(ballots):
    Ballot.objects.filter(pk__in=[ballot.pk for ballot in ballots]).delete()


def cells_there(**of):
    """{question: {(before, value): n}} that a round or pool has already."""
    cells = defaultdict(Counter)
    for tally in Tally.objects.filter(**of):
        cells[tally.question][tally.before, tally.value] = tally.n
    return cells


def cells_in(ballots, questionnaire):
    """The same that `ballots` add."""
    kinds, cells = kinds_of(questionnaire), defaultdict(Counter)
    for ballot in ballots:
        for question, said in ballot["answers"].items():
            cells[question].update(cells_of(kinds[question], said))
    return cells


def comments_in(ballots):
    """A Comment, not saved yet, for each that was written."""
    for ballot in ballots:
        for question, (text, agreed) in ballot["comments"].items():
            yield Comment(question=question, text=text, consent=_consent(agreed))


def _consent(said):
    """Ballots that were sealed when the form had one box to tick hold True for "you may quote this"."""
    return {True: Consent.PUBLIC, False: Consent.NO}.get(said, said)


def _given_away(there, more, questionnaire, *, for_good):
    """Questions of which two looks would give fewer away than may be told; or of which a first look says that
    all were alike, and a later one, unless this is `for_good`, would say how."""
    found, kinds = [], kinds_of(questionnaire)
    for question, cells in more.items():
        many = kinds[question] == MANY
        alike = people_in(cells, many=many) >= IN_A_SESSION and not may_show(cells, IN_A_SESSION, many=many)
        if not may_join(there[question], cells, IN_A_SESSION, many=many) or alike and not for_good:
            found.append(question)
    return found


def together(there, more):
    return {
        question: Counter(there.get(question)) + Counter(more.get(question))
        for question in {*there} | {*more}
    }


def write(owner, cells, comments, **of):
    """Write the tallies and comments of `owner`, a round or pool, anew: these cells, and its comments with
    more of them."""
    order = [question["code"] for question in owner.questionnaire.questions]
    written = [*Comment.objects.filter(**of), *comments]
    Tally.objects.filter(**of).delete()
    Comment.objects.filter(**of).delete()
    shuffle(written)
    for comment in written:
        comment.round, comment.pool = of.get("round"), of.get("pool")
    Tally.objects.bulk_create(
        Tally(question=question, before=before, value=value, n=n, **of)
        for question in sorted(cells, key=order.index)
        for (before, value), n in sorted(
            cells[question].items(), key=lambda cell: (cell[0][0] or 0, cell[0][1])
        )
    )
    Comment.objects.bulk_create(written)


def _seal_for_groups(pool, ballots):
    """Seal the answers of `ballots`, shuffled, again for the pools of their groups beside `pool`."""
    groups = sorted({ballot["group"] for ballot in ballots} - {""})
    company = company_of(ballots, kinds_of(pool.questionnaire))
    for group in groups:
        of_group = pool_for(pool.questionnaire, pool.phase, group)
        # First the row's lock, then the key: counting the group gives its box a fresh one.
        Pool.objects.filter(pk=of_group.pk).update(company=F("company") + len(ballots))
        of_group.box.refresh_from_db()
        key = of_group.box.public_key
        answers = [{"answers": one["answers"], "comments": {}} for one in ballots if one["group"] == group]
        answers[0]["with"] = company
        _put_into(of_group.box, [seal(one, key) for one in answers])


def _hides_smaller_groups(pool, held):
    """Whether nobody learns of fewer than ten others by taking this group's tallies away from known sums: of
    those counted together with its ballots, and of everybody counted in the phase."""
    beside = Pool.objects.filter(questionnaire=pool.questionnaire, phase=pool.phase)
    in_rounds = Round.objects.filter(pool__in=beside).aggregate(n=Sum("counted", default=0))["n"]
    in_leftovers = sum(beside.filter(staff_group="").values_list("counted", flat=True))
    in_groups = sum(beside.exclude(staff_group="").values_list("counted", flat=True))
    others = (pool.company - held, in_rounds + in_leftovers - in_groups - held)
    return all(left == 0 or left >= GROUP_OPENS_AT for left in others)


def _stands_apart(pool, ballots):
    """The same to each question, which not everybody answered."""
    beside = Pool.objects.filter(questionnaire=pool.questionnaire, phase=pool.phase, counted__gt=0)
    told = beside.exclude(staff_group__in=["", pool.staff_group]).values_list("staff_group", flat=True)
    return stands_apart(pool.staff_group, told, [one["with"] for one in ballots if "with" in one])
