"""What a session's feedback says, as far as small numbers allow it. Reads tallies, never ballots.

A question needs five answers; below ten, one that everybody answered alike is not shown, because it would
tell what each of them said. Comments need five counted ballots, and the team sees those that a coordinator
has read.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from feedback.models import Comment, Round, Tally, Wave
from feedback.questions import COMMENT, SCALE, THEN_NOW
from stepforward.ui.wording import say_day, today

SHOWN_FROM = 5
UNANIMOUS_SHOWN_FROM = 10


@dataclass(frozen=True)
class Item:
    """One question's answers: `cells` maps (before or None, value) to how many gave that answer."""

    text: str
    kind: str
    cells: dict

    @property
    def is_then_now(self):
        return self.kind == THEN_NOW

    @cached_property
    def n(self):
        return sum(self.cells.values())

    @cached_property
    def now(self):
        """How many gave 1, 2, 3, 4, 5; now, or as their rating."""
        return [sum(n for (_, value), n in self.cells.items() if value == point) for point in SCALE]

    @cached_property
    def before(self):
        """The same for before, of a then/now question."""
        return [sum(n for (before, _), n in self.cells.items() if before == point) for point in SCALE]

    @property
    def why_hidden(self):
        """A sentence, or nothing when the answers can be shown."""
        if self.n < SHOWN_FROM:
            return f"Fewer than {SHOWN_FROM} people answered this."
        unanimous = self.n in self.now or (self.is_then_now and self.n in self.before)
        if unanimous and self.n < UNANIMOUS_SHOWN_FROM:
            return f"Shown from {UNANIMOUS_SHOWN_FROM} answers, because these are too much alike."
        return ""

    @property
    def mean_now(self):
        return _mean(self.now)

    @property
    def mean_before(self):
        return _mean(self.before)

    @property
    def change(self):
        return self.mean_now - self.mean_before

    @property
    def shares(self):
        """Rows for a table: (name, [(how many, shade 0 to 4), …])."""
        rows = [("Before", self.before), ("Now", self.now)] if self.is_then_now else [("All", self.now)]
        return [(name, [(n, _shade(n, self.n)) for n in counts]) for name, counts in rows]


@dataclass(frozen=True)
class Comments:
    text: str
    said: list


@dataclass(frozen=True)
class Report:
    """Everything a session's report shows; `round` is None where nobody was asked."""

    round: Round | None = None
    invited: int = 0
    answered: int = 0
    counted: int = 0
    items: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    closes_on: date | None = None

    @property
    def enough(self):
        return self.counted >= SHOWN_FROM

    @property
    def rate(self):
        """The share that answered, in whole per cent."""
        return round(100 * self.answered / self.invited) if self.invited else 0

    @property
    def of_invited(self):
        return f"Of {self.invited} who were asked: {self.rate}%."

    @property
    def passed_on(self):
        """How many answered whose ballots were too few to be opened for this session."""
        return self.answered - self.counted

    @property
    def days_left(self):
        return max((self.closes_on - today()).days, 0)

    @property
    def until(self):
        return f"Closes on {say_day(self.closes_on, year=False)}."

    @property
    def best(self):
        """The question that changed most, of those that are shown."""
        shown = [item for item in self.items if item.is_then_now and not item.why_hidden]
        return max(shown, key=lambda item: item.change, default=None)


def response_to(session):
    """How many were asked after `session` and how many answered, without what they said."""
    found = Round.objects.filter(session=session, wave=Wave.AFTER).select_related("questionnaire").first()
    if found is None:
        return Report()
    answered = found.answered if found.closed else found.invitations.filter(used=True).count()
    return Report(found, found.invited, answered, found.counted, closes_on=found.closes_on)


def session_report(session, *, with_unread_comments):
    """The report on what was asked after `session`; four queries whatever it holds."""
    report = response_to(session)
    found = report.round
    if not report.enough:
        return report
    cells, said = defaultdict(dict), defaultdict(list)
    for tally in Tally.objects.filter(round=found):
        cells[tally.question][tally.before, tally.value] = tally.n
    comments = Comment.objects.filter(round=found).order_by("pk")
    if not with_unread_comments:
        comments = comments.filter(state=Comment.State.SHOWN)
    for comment in comments:
        said[comment.question].append(comment)
    for question in found.questionnaire.questions:
        code, text = question["code"], question["text"]
        if question["kind"] == COMMENT:
            report.comments.append(Comments(text, said[code]))
        else:
            report.items.append(Item(text, question["kind"], cells[code]))
    return report


def _mean(counts):
    return sum(point * n for point, n in zip(SCALE, counts, strict=True)) / sum(counts)


def _shade(n, of):
    """0 for nobody, then 1 to 4 by quarters of everybody."""
    return 0 if n == 0 else min(4, 1 + 4 * n // of)
