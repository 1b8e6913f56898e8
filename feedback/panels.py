"""What feedback says of the rollout, from tallies of rounds that have closed and of pools.

A question is decided for every view of one course in one phase: it needs ten answers there; a system, beside
the others, needs to be one that no subtraction brings out (`small_numbers`); a staff group has its own pool,
which counting opens when it is safe. Wider views add up what those tell. Rounds where fewer than five
answered a question are left out of it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from feedback.models import Questionnaire, Round, Tally, Wave
from feedback.questions import RATING, THEN_NOW
from stepforward.rollout.charts import bars, dumbbell
from stepforward.rollout.intervals import paired_change, wilson
from stepforward.rollout.panel import Column, Headline, Panel, Reading, Table
from stepforward.rollout.registry import register
from stepforward.rollout.small_numbers import LEAST, shown_apart
from stepforward.ui.wording import say_number

POOLED = "in pools"  # answers that passed to a pool: of no system any more
AGREES = 4  # of 5
SOURCE = "Answers to the feedback after sessions, from rounds that have closed."
TOO_FEW = f"Fewer than {LEAST} people have answered here so far, too few to show."
NOT_BY_DATES = "Feedback is shown for whole phases: two periods, compared, could single people out."
NOT_BY_TRUST = "Feedback is shown for a system or all of the North West; a session's own is on its page."
NOT_BOTH = "Feedback of one staff group is shown for the whole North West only."
METHOD = (
    "1 = not at all, 5 = completely, both asked after the session. Change: mean of paired differences, with "
    "its 95 % t interval."
)


@dataclass(frozen=True)
class Said:
    """Question code to {(before or None, value): people}, the texts of the questions, and who was asked."""

    cells: dict
    texts: dict
    kinds: dict
    asked: int
    answered: int

    def of(self, kind):
        """[(code, text, cells), …] of one kind in the order they are asked."""
        return [
            (code, self.texts[code], self.cells[code])
            for code in self.texts
            if self.kinds[code] == kind and code in self.cells
        ]

    @property
    def rate(self):
        return f"{round(100 * self.answered / self.asked)}% answered" if self.asked else ""


def why_not_shown(scope):
    """A sentence where the scope is too narrow for feedback, or nothing."""
    if scope.is_period:
        return NOT_BY_DATES
    if scope.organisation:
        return NOT_BY_TRUST
    return NOT_BOTH if scope.staff_group and scope.system else ""


def said_in(scope):
    """Everything that both panels read, in three queries."""
    views = defaultdict(lambda: defaultdict(lambda: defaultdict(Counter)))
    for *view, place, question, before, value, n in _tallies(scope):
        views[tuple(view)][question][place][before, value] += n
    cells = defaultdict(Counter)
    for questions in views.values():
        for question, places in questions.items():
            cells[question].update(_told(scope, places))
    texts, kinds = {}, {}
    for questionnaire in Questionnaire.objects.filter(wave=Wave.AFTER).order_by("course__name", "-version"):
        for question in questionnaire.questions:
            texts.setdefault(question["code"], question["text"])
            kinds.setdefault(question["code"], question["kind"])
    asked, answered = _asked(scope)
    shown = {question: dict(found) for question, found in cells.items() if found}
    return Said(shown, texts, kinds, asked, answered)


def _tallies(scope):
    """(phase, course, system, question, before, value, n), summed over rounds that closed and over pools."""
    found = Tally.objects.annotate(
        phase=Coalesce("round__pool__phase", "pool__phase"),
        course=Coalesce("round__questionnaire__course__code", "pool__questionnaire__course__code"),
    )
    if scope.staff_group:
        found = found.filter(pool__staff_group=scope.staff_group)
    else:
        found = found.filter(Q(round__closed=True, round__wave=Wave.AFTER) | Q(pool__staff_group=""))
    if scope.phase:
        found = found.filter(phase=scope.phase.pk)
    if scope.course:
        found = found.filter(course=scope.course)
    rows = found.values_list(
        "phase", "course", "round__session__organisation", "pool", "question", "before", "value"
    ).annotate(people=Sum("n"))
    for phase, course, host, pool, *said in rows.order_by():
        yield phase, course, POOLED if pool else _system_of(host, scope), *said


def _system_of(host, scope):
    hosts = scope.once(_systems_by_host)
    return hosts.get(host, "")


def _systems_by_host(scope):
    return {one.pk: one.system_code or one.system_name for one in scope.choices.organisations}


def _told(scope, places):
    """Of one question in one view: the answers that this scope may be told."""
    numbers = {place: cells.total() for place, cells in places.items()}
    if sum(numbers.values()) < LEAST:
        return Counter()
    if scope.system:
        return places[scope.system] if scope.system in shown_apart(numbers) & set(places) else Counter()
    return sum(places.values(), Counter())


def _asked(scope):
    """(asked, answered) over closed rounds; not known by staff group."""
    if scope.staff_group:
        return 0, 0
    found = Round.objects.filter(closed=True, wave=Wave.AFTER)
    if scope.phase:
        found = found.filter(pool__phase=scope.phase)
    if scope.course:
        found = found.filter(questionnaire__course__code=scope.course)
    if scope.system:
        places = [one.pk for one in scope.organisations]
        found = found.filter(session__organisation__in=places)
    sums = found.aggregate(asked=Sum("invited"), answered=Sum(F("answered")))
    return sums["asked"] or 0, sums["answered"] or 0


@register
class Changed(Panel):
    slug = "what-changed"
    question = "What do people say it changed?"
    order = 40

    def read(self, scope):
        if why := why_not_shown(scope):
            return Reading(why)
        said = scope.once(said_in)
        changes = [(code, text, paired_change(cells)) for code, text, cells in said.of(THEN_NOW)]
        if not changes:
            return Reading(TOO_FEW)
        rows = [
            (
                text,
                change.n,
                round(change.before, 1),
                round(change.now, 1),
                round(change.mean, 1),
                round(change.low, 1),
                round(change.high, 1),
            )
            for _, text, change in changes
        ]
        n = max(change.n for _, _, change in changes)
        columns = [
            Column("Question"),
            Column("Answers", is_number=True),
            Column("Before, mean", is_number=True),
            Column("Now, mean", is_number=True),
            Column("Change", is_number=True, signed=True),
            Column("95 % from", is_number=True, signed=True),
            Column("to", is_number=True, signed=True),
        ]
        table = Table(columns, rows, n, self._note(said), SOURCE)
        words = self._words(changes)
        first = changes[0]
        return Reading(
            words,
            table,
            lambda width, name: dumbbell.draw(
                [(text, change) for _, text, change in changes],
                width,
                name,
                n=n,
                title=self.question,
                description=words,
            ),
            Headline(_signed(first[2].mean), "of 4", self._short(first, said)),
        )

    @staticmethod
    def _words(changes):
        if len(changes) == 1:
            return f"{changes[0][1]}: {_signed(changes[0][2].mean)} on a scale from 1 to 5."
        by_size = sorted(changes, key=lambda one: one[2].mean)
        least, most = by_size[0], by_size[-1]
        return (
            f"Most in “{most[1]}” ({_signed(most[2].mean)}); least in “{least[1]}” "
            f"({_signed(least[2].mean)})."
        )

    @staticmethod
    def _short(first, said):
        _, text, change = first
        moved, interval = f"{change.before:.1f} to {change.now:.1f}", f"{change.low:.1f} to {change.high:.1f}"
        rate = f", {said.rate}" if said.rate else ""
        return f"“{text}”: {moved} ({interval}){rate}.".replace("-", "−")

    @staticmethod
    def _note(said):
        if not said.asked:
            return METHOD
        of = f"{say_number(said.answered)} of {say_number(said.asked)} asked have answered"
        return f"{METHOD} {of} ({said.rate.split()[0]})."


@register
class Recommended(Panel):
    slug = "recommended"
    question = "Would people recommend it?"
    order = 50

    def read(self, scope):
        if why := why_not_shown(scope):
            return Reading(why)
        found = [cells for code, _, cells in scope.once(said_in).of(RATING) if code == "recommend"]
        if not found:
            return Reading(TOO_FEW)
        points = Counter()
        for (_, value), many in found[0].items():
            points[value] += many
        n = points.total()
        agree = sum(points[value] for value in points if value >= AGREES)
        low, high = (round(100 * end) for end in wilson(agree, n))
        share = round(100 * agree / n)
        people = f"{say_number(n)} people answered"
        words = f"{share}% gave 4 or 5 of 5 (95 % interval {low} to {high}%)."
        rows = [
            (f"{value}{_ENDS.get(value, '')}", points[value], round(100 * points[value] / n))
            for value in _DOWN
        ]
        table = Table(
            [Column("Answer"), Column("People", is_number=True), Column("Share", is_number=True, unit="%")],
            rows,
            n,
            "“I would recommend this session.” Wilson's interval of the share that gave 4 or 5.",
            SOURCE,
        )
        drawn = [(label, many, f"{part}%", False) for label, many, part in rows]
        return Reading(
            words,
            table,
            lambda width, name: bars.draw(drawn, width, name, n=n, title=self.question, description=words),
            Headline(f"{share}%", "would recommend it", f"Gave 4 or 5 of 5 ({low} to {high}%). {people}."),
        )


_DOWN = (5, 4, 3, 2, 1)
_ENDS = {5: ", completely", 1: ", not at all"}


def _signed(number):
    return f"{number:+.1f}".replace("-", "−")
