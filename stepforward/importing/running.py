"""Looking a file through, moving it in, and taking that back."""

import io
from datetime import timedelta
from itertools import islice

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from stepforward.audit.models import AuditEvent
from stepforward.audit.recording import record
from stepforward.importing.emptying import only_what_is_read
from stepforward.importing.inserting import insert
from stepforward.importing.models import Line, Moved, Pass, Run
from stepforward.importing.reader import Judged, Verdict, reader_of
from stepforward.importing.refusals import CannotRead, CannotTakeBack
from stepforward.importing.seen import Seen
from stepforward.importing.spooling import opened_twice
from stepforward.importing.surveying import NO_HEADINGS, check, survey
from stepforward.importing.tables import table_of
from stepforward.importing.understanding import Understanding

BATCH = 500
WAITING = (Run.State.BROUGHT, Run.State.LOOKED_THROUGH)
QUESTIONS = 200  # asked at once on the page; more come after these
MOST_QUESTIONS = 1_000  # held in memory
KEPT = timedelta(days=1)  # a file that was looked through and not moved in
SUMMARY = ["kind", "state", "by", "left_out", "questions"]
ONE_AT_A_TIME = 7_401_882  # an advisory lock's number, ours alone


class Looking:
    """A pass over one file. Iterate `batches()`; afterwards the counts and the questions are complete."""

    def __init__(self, file, name, *, now, progress=None, choices=None):
        self.file, self.name, self.now, self.progress = file, name, now, progress
        self.choices = choices
        self.reader, self.kind, self.left_out, self.questions, self.in_all = None, "", [], {}, 0
        self.counts = dict.fromkeys(("rows", *Verdict.values), 0)

    def batches(self):
        understanding, seen = Understanding(), Seen()
        with opened_twice(self.file, self.name) as (first, again):
            self.in_all, self.orders = survey(first, self.name)
            if self.progress:
                self.progress(0, self.in_all)
            self._look_ahead(again(), understanding)
            judged = self._judged(again(), understanding)
            while batch := list(islice(judged, BATCH)):
                _settle(batch, seen)
                for one in batch:
                    self.counts["rows"] += 1
                    self.counts[one.verdict] += 1
                    if len(self.questions) < MOST_QUESTIONS:
                        for question in one.questions:
                            self.questions.setdefault((question.subject, question.squeezed), question)
                if self.progress:
                    self.progress(self.counts["rows"], self.in_all)
                yield batch
        if self.reader is None:
            raise CannotRead(NO_HEADINGS)

    def _look_ahead(self, sheets, understanding):
        """Show all rows to a reader that judges them by what the others say."""
        for sheet in sheets:
            table = table_of(sheet, only=type(self.reader) if self.reader else None)
            if table.reader and not table.reader.looks_ahead:
                return
            if table.reader and self.reader is None:
                self.reader = self._reader(table, understanding)
            for _, values in table.rows:
                if table.reader:
                    self.reader.notice(table.cells(values))

    def _reader(self, table, understanding):
        self.kind = table.reader.kind
        return table.reader(understanding, self.now, self.orders, self.choices)

    def _judged(self, sheets, understanding):
        waiting = []
        for sheet in sheets:
            table = table_of(sheet, only=type(self.reader) if self.reader else None)
            if table.reader is None:
                for number, _ in table.rows:
                    why = "No headings that we know are on this sheet."
                    waiting.append(Judged("A row", row=number, sheet=sheet.title[:40]).refuse(why))
                if self.reader is None:
                    continue
            elif self.reader is None:
                self.reader = self._reader(table, understanding)
            yield from waiting
            waiting = []
            if table.reader is None:
                continue
            self.left_out += [one for one in table.left_out if one not in self.left_out][:20]
            self.reader.begin_sheet(table)
            for number, values in table.rows:
                judged = self.reader.judge(table.cells(values))
                judged.row, judged.sheet = number, sheet.title[:40]
                if judged.verdict != Verdict.REFUSED:
                    judged.notes += table.merging(number, values)
                yield judged


def _settle(batch, seen):
    """Rows that were moved in before, or stand in the file twice, make nothing."""
    known = dict(Moved.objects.filter(key__in=[one.key for one in batch]).values_list("key", "content"))
    for one in batch:
        if one.verdict == Verdict.REFUSED or not one.key:
            continue
        if one.key in known:
            if known[one.key] == one.content:
                one.verdict, one.questions = Verdict.UNCHANGED, []
                one.notes = ["Moved in before."]
            else:
                one.doubt(
                    "Moved in before, but this row says something else now. What is there was left as it is."
                )
        elif before := seen.first(one):
            where, same = before
            if same:
                one.verdict, one.questions = Verdict.UNCHANGED, []
                one.notes = [f"The same as {where}."]
            else:
                one.doubt(
                    f"As {where}, but not in everything. Keep the one that holds, and delete the other."
                )


def look_through(*, file, name, now, progress=None, each=None):
    """A dry run that leaves nothing behind; `each` gets every batch. Returns the finished Looking."""
    looking = Looking(file, name, now=now, progress=progress)
    for batch in looking.batches():
        if each:
            each(batch)
    return looking


def keep(*, file, name, by, now):
    """Keep a file until it is moved in, or for a day. Returns the Run, not looked through yet. Raises
    CannotRead where it is none of ours."""
    reader = check(file, name)
    if reader.keeps_only_what_it_reads:
        content = only_what_is_read(file, name, reader)
    else:
        file.seek(0)
        content = file.read()
    return Run.objects.create(name=name[:200], by=by, brought_at=now, content=content)


@transaction.atomic
def bring(*, file, name, by, now):
    """Keep a file and look it through at once, which may take a while: pages leave that to a worker."""
    return look_again(run=keep(file=file, name=name, by=by, now=now), now=now)


@transaction.atomic
def look_again(*, run, now, progress=None):
    """What each row would make now. Raises CannotRead where it was moved in meanwhile."""
    run = _waiting(run)
    run.lines.all().delete()
    file = io.BytesIO(run.content)
    looking = Looking(file, run.name, now=now, progress=progress, choices=run.choices)
    for batch in looking.batches():
        _keep_lines(run, batch)
    run.state = Run.State.LOOKED_THROUGH
    return _keep_counts(run, looking)


@transaction.atomic
def choose(*, run, choices, by):
    """Keep what was chosen for the whole file; it counts from when it is looked through again."""
    run = _waiting(run)
    run.choices = choices
    run.save(update_fields=["choices"])
    record("choices made", run, by=by, **choices)


@transaction.atomic
def move_in(*, run, by, now, progress=None):
    """Make all that is new in a file that was brought, in one transaction."""
    run = _waiting(run)
    run.lines.all().delete()
    run.by = by
    return _move_in(run, io.BytesIO(run.content), by, now, progress=progress)


def set_aside(*, now):
    """Forget the files that were brought more than a day ago and not moved in."""
    waiting = Run.objects.filter(state__in=WAITING, brought_at__lt=now - KEPT)
    waiting.exclude(passes__in=Pass.objects.live()).delete()


@transaction.atomic
def move_in_file(*, file, name, by=None, now, progress=None, each=None):
    """The same for a file on this machine, without keeping it."""
    run = Run.objects.create(name=name[:200], by=by, brought_at=now)
    return _move_in(run, file, by, now, progress=progress, each=each)


@transaction.atomic
def take_back(*, run, by, now):
    """Undo: all that `run` made goes, or, where something of it was used since, nothing."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != Run.State.MOVED_IN:
        raise CannotTakeBack("This was taken back before, or never moved in.")
    reader = reader_of(run.kind)(None, now)
    if why := reader.used(run):
        raise CannotTakeBack(why)
    reader.before_taking_back(run, by=by)
    try:
        for label in reader.models:
            rows = run.moved.filter(about=label).values("about_id")
            apps.get_model(label).objects.filter(pk__in=rows).delete()
    except (ProtectedError, RestrictedError) as error:
        raise CannotTakeBack("Some of it has been used since, so nothing was taken back.") from error
    run.moved.all().delete()
    run.state, run.taken_back_at = Run.State.TAKEN_BACK, now
    run.save(update_fields=["state", "taken_back_at"])
    record("records taken back", run, by=by, kind=run.kind, made=run.made)
    return run


def _waiting(run):
    """The row, held in a way that lets others ask about it meanwhile."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    check_waits(run)
    return run


def check_waits(run):
    if run.state not in WAITING:
        raise CannotRead("This file was moved in before. Bring it again.")


def _move_in(run, file, by, now, progress=None, each=None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    looking = Looking(file, run.name, now=now, progress=progress, choices=run.choices)
    for batch in looking.batches():
        ready = [one for one in batch if one.verdict == Verdict.MADE]
        made = looking.reader.make(ready, run) if ready else []
        _remember(run, ready, made, by)
        _keep_lines(run, batch)
        if each:
            each(batch)
    looking.reader.finish()
    run.state, run.moved_at, run.content = Run.State.MOVED_IN, now, None
    run.save(update_fields=["moved_at", "content"])
    _keep_counts(run, looking)
    record("records moved in", run, by=by, kind=run.kind, rows=run.rows, made=run.made)
    return run


def _remember(run, ready, made, by):
    if not ready:
        return
    about, keys = made[0]._meta.label, [row.pk for row in made]
    each = {"key": [one.key for one in ready], "content": [one.content for one in ready], "about_id": keys}
    insert(Moved, run=run.pk, about=about, each=each)
    same = {"verb": "moved in", "about": about, "by": by and by.pk, "at": timezone.now(), "details": "{}"}
    insert(AuditEvent, each={"about_id": list(map(str, keys))}, **same)


def _keep_lines(run, batch):
    each = {
        "row": [one.row for one in batch],
        "sheet": [one.sheet for one in batch],
        "verdict": [str(one.verdict) for one in batch],
        "what": [one.what[:300] for one in batch],
        "why": [" ".join(one.notes)[:600] for one in batch],
    }
    insert(Line, run=run.pk, each=each)


def _keep_counts(run, looking):
    for name, counted in looking.counts.items():
        setattr(run, name, counted)
    run.kind = looking.kind
    run.left_out = ", ".join(looking.left_out)[:500]
    asked = list(looking.questions.values())[:QUESTIONS]
    run.questions = [one.kept for one in asked]
    run.save(update_fields=[*SUMMARY, *looking.counts])
    return run
