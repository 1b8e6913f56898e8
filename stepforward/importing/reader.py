"""What a floor hands in to move one kind of record in, and where it hands it in (its `imports.py`).

A reader says which headings it knows, judges one row at a time, and makes batches of what was judged new.
"""

from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from stepforward.importing.models import Line
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

    def refuse(self, why):
        self.verdict, self.notes, self.questions = Verdict.REFUSED, [why], []
        return self


def mark(*parts):
    """A keyed hash of `parts`, so that a table of them tells nobody who is in it."""
    return salted_hmac("importing", "\x1f".join(map(str, parts)), algorithm="sha256").hexdigest()


class Reader:
    kind = ""  # in the JSON
    title = ""  # on the page
    columns = {}  # {meaning: [alternatives]}, see headings.understood
    needs = ()  # groups of meanings: of each group one must be there
    models = ()  # what it makes, in the order in which to take it back

    def __init__(self, understanding, now):
        self.understanding, self.now = understanding, now

    @classmethod
    def fits(cls, found):
        return all(any(meaning in found for meaning in group.split()) for group in cls.needs)

    def begin_sheet(self, sheet):
        """Told of a tables.Table before its rows."""

    def judge(self, cells):
        """A Judged for {meaning: value}."""
        raise NotImplementedError

    def make(self, batch, run):
        """Save what each Judged of `batch` stands for; returns the rows, in the same order."""
        raise NotImplementedError

    def finish(self):
        """After the last batch, in the same transaction."""

    def used(self, run):
        """A sentence where what `run` made has been used since, else None."""

    def before_taking_back(self, run):
        """Put right what hangs on the rows that are about to go."""


def register(reader):
    """Class decorator."""
    _readers.append(reader)
    return reader


def readers():
    return list(_readers)


def reader_of(kind):
    return next(one for one in _readers if one.kind == kind)
