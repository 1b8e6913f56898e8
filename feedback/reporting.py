"""What a session's feedback says, as far as `small_numbers` allows it. Reads tallies, never ballots.

Comments need five counted ballots, and the team sees those that a coordinator has read.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from feedback.models import Comment, Round, Tally, Wave
from feedback.questions import CANNOT_SAY, COMMENT, MANY, RATING, SCALE, THEN_NOW, options_of
from feedback.small_numbers import IN_A_SESSION, UNANIMOUS, may_show, people_in
from stepforward.ui.wording import say_day, today

ON_A_SCALE = {THEN_NOW, RATING}


@dataclass(frozen=True)
class Item:
    """One question's answers: `cells` maps (before or None, value) to how many gave that answer."""

    question: dict
    cells: dict

    @property
    def code(self):
        return self.question["code"]

    @property
    def text(self):
        return self.question["text"]

    @property
    def is_then_now(self):
        return self.question["kind"] == THEN_NOW

    @property
    def is_many(self):
        return self.question["kind"] == MANY

    @property
    def is_rating(self):
        return self.question["kind"] == RATING

    @property
    def is_on_a_scale(self):
        return self.question["kind"] in ON_A_SCALE

    @cached_property
    def n(self):
        """How many answered with something that can be counted."""
        return people_in(self.cells, many=self.is_many)

    @property
    def cannot_say(self):
        """How many answered that they could not say, now or before."""
        return 0 if self.is_many else sum(self.cells.values()) - self.n

    @property
    def answers(self):
        """The texts of the answers that can be given, in their order."""
        return [*options_of(self.question).values()]

    @cached_property
    def now(self):
        """How many gave each of `answers`; now, where it was asked of then and now."""
        return self._people(lambda before, value: value)

    @cached_property
    def before(self):
        """The same for before, of a then/now question."""
        return self._people(lambda before, value: before)

    def _people(self, gave):
        found = Counter()
        for (before, value), n in self.cells.items():
            if value and before != CANNOT_SAY:
                found[gave(before, value)] += n
        return [found[one] for one in options_of(self.question)]

    @property
    def why_hidden(self):
        """A sentence, or nothing when the answers can be shown."""
        if may_show(self.cells, IN_A_SESSION, many=self.is_many):
            return ""
        if self.n < IN_A_SESSION:
            return f"Fewer than {IN_A_SESSION} answers to this are counted here."
        return f"Shown from {UNANIMOUS} answers, because these are too much alike."

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
    def counted(self):
        """(name, how many gave each of `answers`), for before and for now where it was asked of both."""
        return [("Before", self.before), ("Now", self.now)] if self.is_then_now else [("All", self.now)]

    @property
    def shares(self):
        """Rows for a table: (name, [(how many, shade 0 to 4), …])."""
        return [(name, [(n, _shade(n, self.n)) for n in counts]) for name, counts in self.counted]


@dataclass(frozen=True)
class Comments:
    text: str
    said: list


@dataclass(frozen=True)
class Report:
    """Everything a session's report shows; `round` is None where nobody was asked, `invited` where nobody
    knows how many were."""

    round: Round | None = None
    invited: int | None = 0
    answered: int = 0
    counted: int = 0
    items: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    closes_on: date | None = None

    @property
    def parts(self):
        return parts_of(self.items)

    @property
    def enough(self):
        return self.counted >= IN_A_SESSION

    @property
    def of_invited(self):
        if self.invited is None:
            return "Moved in from before: how many were asked is not known."
        return say_of_asked(self.answered, self.invited)

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


def say_of_asked(answered, asked):
    """The share that answered, in whole per cent."""
    return f"Of {asked} who were asked: {round(100 * answered / asked) if asked else 0}%."


def parts_of(items):
    """(name, note, items) in which a page shows them."""
    pairs = [one for one in items if one.is_then_now]
    others = [one for one in items if not one.is_then_now]
    scale = "1 is not at all, 5 is completely."
    found = [
        ("Before and now", f"{scale} The hollow circle is before, the full one now.", pairs),
        ("What they made of it" if pairs else "What they said", scale, others),
    ]
    return [part for part in found if part[2]]


def response_to(session):
    """How many were asked after `session` and how many answered, without what they said. One query."""
    found = Round.objects.filter(session=session, wave=Wave.AFTER).select_related("questionnaire")
    return _response(found.with_response().first())


def session_report(session, *, with_unread_comments):
    """The report on what was asked after `session`."""
    return session_reports(session, with_unread_comments=with_unread_comments)[Wave.AFTER]


def session_reports(session, *, with_unread_comments):
    """{wave: Report} of everything that was asked about `session`; three queries whatever it holds."""
    found = Round.objects.filter(session=session).select_related("questionnaire").with_response()
    reports = {Wave(one.wave): _response(one) for one in found}
    told = [report.round for report in reports.values() if report.enough]
    cells, said = defaultdict(dict), defaultdict(list)
    if told:
        for tally in Tally.objects.filter(round__in=told):
            cells[tally.round_id, tally.question][tally.before, tally.value] = tally.n
        comments = Comment.objects.filter(round__in=told).order_by("pk")
        if not with_unread_comments:
            comments = comments.filter(state=Comment.State.SHOWN)
        for comment in comments:
            said[comment.round_id, comment.question].append(comment)
    for one in told:
        report = reports[Wave(one.wave)]
        for question in one.questionnaire.questions:
            if question["kind"] == COMMENT:
                report.comments.append(Comments(question["text"], said[one.pk, question["code"]]))
            else:
                report.items.append(Item(question, cells[one.pk, question["code"]]))
    return {wave: reports.get(wave, Report()) for wave in Wave}


def rows_for_a_file(reports):
    """(when asked, question, then or now, answer, people) of everything that may be shown."""
    for wave, report in reports.items():
        shown = [item for item in report.items if not item.why_hidden]
        yield from ((wave.label, *row) for row in rows_of(shown))


def rows_of(items):
    """(question, then or now, answer, people) of each answer that could be given."""
    for item in items:
        for when, counts in item.counted:
            for answer, n in zip(item.answers, counts, strict=True):
                yield item.text, when, answer, n


def _response(found):
    if found is None:
        return Report()
    asked = None if found.closed and found.invited is None else found.asked
    return Report(found, asked, found.so_far, found.counted, closes_on=found.closes_on)


def _mean(counts):
    return sum(point * n for point, n in zip(SCALE, counts, strict=True)) / sum(counts)


def _shade(n, of):
    """0 for nobody, then 1 to 4 by quarters of everybody."""
    return 0 if n == 0 else min(4, 1 + 4 * n // of)
