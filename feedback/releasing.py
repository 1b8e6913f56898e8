"""What rounds said, added to the figures of many sessions, in steps that may be told.

A round that closes adds to the spreads of its trust. What waits there becomes told once it is ten people and
more; what waits for four weeks goes on to the trust's system, and from there to all of the North West, so
that nothing waits for ever. Every step is told as a whole and stays where it was told: so no two figures,
whatever their places and days, differ by less than such a step. See `feedback.small_numbers`.

Runs in the counting worker, which counts one box at a time; rows are locked all the same.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from feedback.cells import added, cells_in, row_of
from feedback.models import Questionnaire, Response, Spread
from feedback.questions import MANY, kinds_of
from feedback.small_numbers import IN_A_SESSION, IN_MANY, may_show, may_stand_beside, people_in
from stepforward.rollout.choices import system_of

WAITS_FOR_ITS_TRUST = timedelta(weeks=4)


def add_round(found, cells, *, today):
    """A round that closes adds its `cells` {question: {(before, value): n}}, and, where that is known,
    who was asked."""
    host = found.session.organisation
    system = system_of(host) if host else ""
    where = {
        "course": found.questionnaire.course,
        "phase": found.pool.phase,
        "wave": found.wave,
        "system": system,
        "organisation": host if system else None,
    }
    _add(where, cells, kinds_of(found.questionnaire), today=today, in_report=True)
    if found.invited is None:
        return
    response, _ = Response.objects.select_for_update().get_or_create(**where)
    response.rounds += 1
    response.asked += found.invited
    response.answered += found.answered
    response.save()


def add_pool(pool, cells, *, wave, today):
    """What a pool counted: of no place, told nowhere else."""
    where = {
        "course": pool.questionnaire.course,
        "phase": pool.phase,
        "wave": wave,
        "system": "",
        "organisation": None,
    }
    kinds = kinds_of(pool.questionnaire)
    _add(where, cells, kinds, today=today, in_report=False, staff_group=pool.staff_group)


def release_due(*, today):
    """Tell all that may be told on the civil date `today`."""
    waits = Spread.objects.filter(waits_since__isnull=False)
    for course, phase, wave in waits.order_by().values_list("course", "phase", "wave").distinct():
        release(course=course, phase=phase, wave=wave, today=today)


@transaction.atomic
def release(*, course, phase, wave, today):
    """The same of one course, phase and wave (their primary keys; phase may be None)."""
    view = Spread.objects.filter(course=course, phase=phase, wave=wave).select_for_update()
    rows = list(view.order_by("pk"))
    kinds = _kinds_asked(course, wave)
    changed = {id(row): row for row in rows if not row.staff_group and _tell(row, kinds)}
    for row, wider in _passed_on(rows, today):
        _tell(wider, kinds)
        if wider.pk is None and id(wider) not in changed:
            rows.append(wider)
        changed |= {id(row): row, id(wider): wider}
    for row in _groups_told(rows, kinds):
        changed[id(row)] = row
    _save(changed.values())


def _add(where, cells, kinds, *, today, in_report, staff_group=""):
    rows = Spread.objects.select_for_update().filter(**where, staff_group=staff_group, question__in=cells)
    there = {row.question: row for row in rows}
    changed = []
    for question, said in cells.items():
        row = there.get(question) or Spread(**where, staff_group=staff_group, question=question)
        many = kinds[question] == MANY
        stream = "waiting" if in_report and may_show(said, IN_A_SESSION, many=many) else "apart"
        setattr(row, stream, added(getattr(row, stream), row_of(said, kinds[question])))
        row.waits_since = row.waits_since or today
        changed.append(row)
    _save(changed)


def _tell(row, kinds):
    """Tell each of the row's two streams that may be told; whether one was."""
    told, kind = False, kinds[row.question]
    for stream in ("waiting", "apart"):
        held = getattr(row, stream)
        if may_show(cells_in(held, kind), IN_MANY, many=kind == MANY):
            row.told, told = added(row.told, held), True
            setattr(row, stream, [])
    if not row.waiting and not row.apart:
        row.waits_since = None
    return told


def _passed_on(rows, today):
    """Pass what waited too long on to the next wider place; (row, wider row) for each, narrow ones first."""
    by_place = {(row.system, row.organisation_id, row.question): row for row in rows if not row.staff_group}
    for row in sorted(by_place.values(), key=lambda row: (row.organisation_id is None, row.system == "")):
        if not row.system or row.waits_since is None or row.waits_since + WAITS_FOR_ITS_TRUST > today:
            continue
        system = row.system if row.organisation_id else ""
        wider = by_place.get((system, None, row.question)) or Spread(
            course_id=row.course_id,
            phase_id=row.phase_id,
            wave=row.wave,
            system=system,
            question=row.question,
        )
        wider.waiting, wider.apart = added(wider.waiting, row.waiting), added(wider.apart, row.apart)
        wider.waits_since = wider.waits_since or today
        row.waiting, row.apart, row.waits_since = [], [], None
        by_place[system, None, row.question] = wider
        yield row, wider


def _groups_told(rows, kinds):
    """Tell of staff groups what may stand beside what is told of everybody."""
    everybody, in_groups = defaultdict(int), defaultdict(int)
    for row in rows:
        people = _people(row.told, kinds[row.question])
        (in_groups if row.staff_group else everybody)[row.question] += people
    for row in sorted((row for row in rows if row.staff_group), key=lambda row: row.staff_group):
        people = _people(row.apart, kinds[row.question])
        beside = may_stand_beside(everybody[row.question], in_groups[row.question], people)
        if people and beside and _tell(row, kinds):
            in_groups[row.question] += people
            yield row


def _people(row, kind):
    return people_in(cells_in(row, kind), many=kind == MANY)


def _kinds_asked(course, wave):
    versions = Questionnaire.objects.asked().filter(course=course, wave=wave).order_by("version")
    return {code: kind for version in versions for code, kind in kinds_of(version).items()}


def _save(rows):
    rows = list(rows)
    Spread.objects.bulk_create([row for row in rows if row.pk is None])
    # An upsert, because updating many rows at once is slow to compile.
    Spread.objects.bulk_create(
        [row for row in rows if row.pk is not None],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["told", "waiting", "apart", "waits_since"],
    )
