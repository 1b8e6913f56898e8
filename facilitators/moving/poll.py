"""A poll of when facilitators are free: a row for each person, a column for each stretch of a day.

What they said by themselves stays; an empty cell is not said. Their windows are derived anew.
"""

from datetime import date, time

from facilitators.models import Availability, Facilitator, Level
from facilitators.moving.answers import NOT_SAID, is_a_count, least, level_of, parts_of, says_a_time
from facilitators.moving.names import Faculty, said_plainly
from facilitators.windows import rebuild
from stepforward.importing.date_orders import HEADINGS
from stepforward.importing.dates import read_day
from stepforward.importing.models import Meaning
from stepforward.importing.reader import Judged, Question, Reader, Verdict, also_made, mark
from stepforward.importing.refusals import CannotRead
from stepforward.importing.wording import squeezed
from stepforward.ui.wording import civil_date

LONGEST_HEADING = 40
NAME_HEADINGS = {"", "name", "participant", "participants", "facilitator", "who"}
LEVELS = {**dict(Level.choices), NOT_SAID: "Not said"}


class Poll(Reader):
    kind = "availability_poll"
    title = "Availability polls"
    days_head_columns = True
    models = ("facilitators.Availability",)

    def __init__(self, *args):
        super().__init__(*args)
        self.faculty, self.said_here = Faculty(), {}

    @classmethod
    def headings(cls, cells):
        """A row of days, beside nothing but the heading of the names."""
        days = [index for index, cell in enumerate(cells) if index and _is_a_day(cell)]
        others = [cell for index, cell in enumerate(cells[1:], 1) if cell is not None and index not in days]
        if len(days) < 2 or others or squeezed(cells[0] or "") not in NAME_HEADINGS:
            return {}
        # One day may stand over several columns, in a cell that was merged.
        return {"name": 0} | {index: index for index in range(days[0], len(cells))}

    @classmethod
    def heads_too(cls, cells):
        """A second row of headings: times, beside no name."""
        said = [cell for cell in cells[1:] if cell is not None]
        return cells[:1] == [None] and bool(said) and all(_is_a_time(cell) for cell in said)

    @classmethod
    def fits(cls, found):
        return len(found) > 2

    def begin_sheet(self, sheet):
        times = sheet.more_headings[-1] if sheet.more_headings else []
        day, self.slots, self.over = None, {}, Judged("The days over the columns")
        for index in (index for index in sheet.found.values() if index):
            heading = sheet.headings[index] if index < len(sheet.headings) else None
            clock = times[index] if index < len(times) else None
            if heading is not None:
                day = self._day(heading)
            elif clock is None:
                continue
            if day is not None:
                self.slots[index] = [(day, part) for part in parts_of(heading if clock is None else clock)]
        self.poll = mark(self.kind, *(f"{when}" for when in sorted({*sum(self.slots.values(), [])})))

    def judge(self, cells):
        name = said_plainly(cells["name"] or "")
        judged = Judged(what=name or "Somebody without a name")
        if not name:
            return judged.refuse("There is no name.")
        if is_a_count(name):
            return judged.refuse("A row that counts is no person.")
        for why in self.over.notes:
            judged.notes.append(why) if self.over.verdict == Verdict.MADE else judged.doubt(why)
        judged.questions += self.over.questions
        facilitator = self._who(name, judged)
        judged.key = mark(self.poll, facilitator.pk if facilitator else squeezed(name))
        judged.content = mark(*(_text(value).lower() for value in cells.values()))
        said = self._said(cells, judged)
        if facilitator is None or judged.verdict != Verdict.MADE:
            return judged
        there = self._there(facilitator, said)
        other = sum(there.get(when, level) != level for when, level in said.items())
        if other:
            judged.notes.append(f"{other} of these parts of days are answered otherwise already: left so.")
        judged.thing = (facilitator, {when: level for when, level in said.items() if when not in there})
        self.said_here.setdefault(facilitator.pk, {}).update(judged.thing[1])
        if not said:
            judged.verdict = Verdict.UNCHANGED
            judged.notes.append("They said nothing, which is kept as not said.")
        elif not judged.thing[1]:
            judged.verdict = Verdict.UNCHANGED
            judged.notes.append("All of it is here already.")
        return judged

    def make(self, batch, run):
        keys = sorted({judged.thing[0].pk for judged in batch})
        # As availability.hold does, of all of them, in one order: one change to somebody's time at once.
        list(Facilitator.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        rows = [
            [
                Availability(facilitator=facilitator, day=day, part=part, level=level)
                for (day, part), level in said.items()
            ]
            for facilitator, said in (judged.thing for judged in batch)
        ]
        self._refuse_what_came_meanwhile(batch, keys)
        Availability.objects.bulk_create([row for those in rows for row in those])
        also_made(run, [row for those in rows for row in those[1:]])
        for those in sorted(rows, key=lambda those: those[0].facilitator_id):
            rebuild(those[0].facilitator, [row.day for row in those])
        return [those[0] for those in rows]

    def _refuse_what_came_meanwhile(self, batch, keys):
        days = {day for judged in batch for day, _ in judged.thing[1]}
        rows = Availability.objects.filter(facilitator__in=keys, day__range=(min(days), max(days)))
        there = set(rows.values_list("facilitator", "day", "part"))
        if any((judged.thing[0].pk, *when) in there for judged in batch for when in judged.thing[1]):
            raise CannotRead("Somebody said when they are free at the same moment. Start it again.")

    def before_taking_back(self, run, *, by):
        """What they said since by themselves stays, and their windows follow."""
        ours = Availability.objects.filter(
            pk__in=run.moved.filter(about="facilitators.Availability").values("about_id")
        )
        days = {}
        for facilitator, day in ours.values_list("facilitator", "day"):
            days.setdefault(facilitator, set()).add(day)
        people = Facilitator.objects.select_for_update(no_key=True).filter(pk__in=days).order_by("pk")
        held = list(people)
        ours.delete()
        for facilitator in held:
            rebuild(facilitator, days[facilitator.pk])

    def _day(self, heading):
        """The day that a heading says; without a year, the one nearest to today."""
        today, month_first = civil_date(self.now), self.month_first(HEADINGS, heading, self.over)
        said = [read_day(heading, near=today, past=past, month_first=month_first) for past in (False, True)]
        return min(filter(None, said), key=lambda day: abs(day - today), default=None)

    def _who(self, name, judged):
        """The Facilitator that a name means. One that fits several, or nobody, is asked about once."""
        means = self.faculty.by_pk.get(self.understanding.means(Meaning.Subject.PERSON, name) or "")
        if means:
            judged.notes.append(f"“{name}” taken as {means.user.name}.")
            return means
        fitting, whole = self.faculty.fitting(name)
        if len(fitting) == 1:
            if not whole:
                judged.notes.append(f"“{name}” taken as {fitting[0].user.name}, the only one it fits.")
            return fitting[0]
        asks = f"Who is “{name}”?"
        choices = {str(one.pk): _told_apart(one) for one in fitting or self.faculty.alike(name)}
        why = f"{len(fitting)} people" if fitting else "Nobody"
        why += f" on the roster {'are' if fitting else 'is'} called so."
        question = Question(Meaning.Subject.PERSON, name, asks=asks, choices=choices) if choices else None
        judged.doubt(f"{why} {asks}" if choices else f"{why} Move the roster in first.", question)
        return None

    def _there(self, facilitator, said):
        """{(day, part): level} of what they, or a row above, said of these days."""
        rows = facilitator.said.filter(day__in={day for day, _ in said})
        kept = {(row.day, row.part): row.level for row in rows}
        return self.said_here.get(facilitator.pk, {}) | kept

    def _said(self, cells, judged):
        """{(day, part): level} of what the row says."""
        found = {}
        for index, slot in self.slots.items():
            level = self._level(cells.get(index), judged)
            for when in slot:
                found.setdefault(when, []).append(level)
        levels = {when: least(said) for when, said in found.items()}
        return {when: level for when, level in sorted(levels.items()) if level != NOT_SAID}

    def _level(self, value, judged):
        level = level_of(value)
        if level is None:
            said = _text(value)
            level = self.understanding.means(Meaning.Subject.MARK, said)
            if level in LEVELS:
                judged.notes.append(f"“{said}” taken as {LEVELS[level].lower()}.")
                return level
            asks = f"In the poll, what does “{said}” mean?"
            judged.doubt(asks, Question(Meaning.Subject.MARK, said, asks=asks, choices=LEVELS))
            return NOT_SAID
        return level


def _is_a_day(cell):
    if isinstance(cell, str) and len(cell) > LONGEST_HEADING:
        return False
    return isinstance(cell, date | str) and read_day(cell, near=date(2024, 1, 1)) is not None


def _is_a_time(cell):
    return isinstance(cell, time) or (
        isinstance(cell, str) and len(cell) <= LONGEST_HEADING and says_a_time(cell)
    )


def _told_apart(facilitator):
    at = facilitator.organisation.short if facilitator.organisation else facilitator.post
    name = facilitator.user.name
    return f"{name}, {at}" if at else name


def _text(value):
    return "" if value is None else str(value).strip()
