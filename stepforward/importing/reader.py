"""What a floor hands in to move one kind of record in, and where it hands it in (its `imports.py`).

A reader says which headings it knows, judges one row at a time, and makes batches of what was judged new.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from stepforward.importing.headings import understood
from stepforward.importing.models import Line, Moved
from stepforward.importing.wording import squeezed

Verdict = Line.Verdict
_readers = []


@dataclass(frozen=True)
class Question:
    """Something in a file that only people know: asked once, remembered as a Meaning."""

    subject: str
    said: str
    suggestion: str = ""
    asks: str = ""  # the question in words, with its
    choices: dict = field(default_factory=dict, hash=False)  # {value: label}, where the ground knows neither

    @property
    def kept(self):
        """As a run keeps it: subject, what was said, suggestion, and with choices those too."""
        more = [self.asks, {str(value): label for value, label in self.choices.items()}]
        return [str(self.subject), self.said[:200], str(self.suggestion), *(more if self.choices else [])]

    @property
    def squeezed(self):
        return squeezed(self.said)[:200]


@dataclass
class Judged:
    """One row, understood. `thing` is for the reader's own `make`."""

    what: str
    key: str = ""
    content: str = ""
    thing: object = None
    verdict: str = Verdict.MADE
    notes: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    row: int = 0
    sheet: str = ""

    def doubt(self, why, question=None):
        if self.verdict != Verdict.REFUSED:
            self.verdict = Verdict.DOUBTFUL
        self.notes.append(why)
        if question:
            self.questions.append(question)
        return self

    def ask(self, question):
        """What does not hold the row up, and yet only people know."""
        self.questions.append(question)

    def refuse(self, why):
        self.verdict, self.notes, self.questions = Verdict.REFUSED, [why], []
        return self


def mark(*parts):
    """A keyed hash of `parts`, so that a table of them tells nobody who is in it."""
    keyed = _keyed(settings.SECRET_KEY).copy()
    keyed.update("\x1f".join(map(str, parts)).encode(errors="replace"))
    return keyed.hexdigest()


@lru_cache(1)
def _keyed(secret):
    """With the key worked in already, which takes longer than all the rest."""
    return salted_hmac("importing", "", secret=secret, algorithm="sha256")


def also_made(run, rows):
    """Remember what was made beside the rows themselves, so that it is taken back with them."""
    Moved.objects.bulk_create(
        Moved(
            run=run,
            key=mark("also", row._meta.label, row.pk),
            content="",
            about=row._meta.label,
            about_id=row.pk,
        )
        for row in rows
    )


class Reader:
    kind = ""  # in the JSON
    title = ""  # on the page
    columns = {}  # {meaning: [alternatives]}, see headings.understood
    needs = ()  # groups of meanings: of each group one must be there
    dates = {}  # {meaning of dates: labels above the headings that say it too}
    days_head_columns = False
    models = ()  # what it makes, in the order in which to take it back

    looks_ahead = False  # is shown every row (`notice`) before it judges the first
    keeps_only_what_it_reads = False  # of a file that waits, the other columns are emptied
    cannot_take_back = ""  # a sentence where nothing that it made can be taken back

    form = None  # a Form about the whole file, with `heading`, `choices()` and `initial_of(choices)`

    def __init__(self, understanding, now, orders=None, choices=None):
        self.understanding, self.now = understanding, now
        self.orders, self.choices = orders, choices or {}

    @classmethod
    def headings(cls, cells):
        """{meaning: index} where a row of cells is one of headings."""
        return understood(cells, cls.columns)

    @classmethod
    def heads_too(cls, cells):
        """Whether a row right under the headings still belongs to them."""
        return False

    @classmethod
    def fits(cls, found):
        return all(any(meaning in found for meaning in group.split()) for group in cls.needs)

    def begin_sheet(self, sheet):
        """Told of a tables.Table before its rows."""

    def notice(self, cells):
        """Told of {meaning: value} of each row, where it looks ahead."""

    def judge(self, cells):
        """A Judged for {meaning: value}."""
        raise NotImplementedError

    def month_first(self, meaning, value, judged):
        """How to read a value of one of `dates`; a question is put on `judged` where only people know."""
        return self.orders.month_first(meaning, value, judged, self.understanding, self.now)

    def make(self, batch, run):
        """Save what each Judged of `batch` stands for; returns the rows, in the same order."""
        raise NotImplementedError

    def finish(self):
        """After the last batch, in the same transaction."""

    def used(self, run):
        """A sentence where what `run` made has been used since, else None."""
        return self.cannot_take_back or None

    def before_taking_back(self, run, *, by):
        """Put right what hangs on the rows that are about to go."""


def register(reader):
    """Class decorator."""
    _readers.append(reader)
    return reader


def readers():
    return list(_readers)


def reader_of(kind):
    return next(one for one in _readers if one.kind == kind)
