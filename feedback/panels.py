"""The rollout's panels on what people made of the sessions: what changed, and whether they recommend it."""

from collections import Counter

from feedback.analysis.paired import paired
from feedback.overall import TOO_FEW, said_in, why_not_shown
from feedback.questions import RATING, RECOMMEND, THEN_NOW
from stepforward.rollout.charts import bars, dumbbell
from stepforward.rollout.intervals import wilson
from stepforward.rollout.panel import Column, Headline, Panel, Reading, Table
from stepforward.rollout.registry import register
from stepforward.ui.wording import say_number

AGREES = 4  # of 5
MUCH_THE_SAME = 0.2  # points between the largest and the smallest change
SOURCE = "Answers to the feedback after sessions, from rounds that have closed."
METHOD = (
    "1 = not at all, 5 = completely, both asked after the session. Change: mean of paired differences, with "
    "its 95% t interval."
)


@register
class Changed(Panel):
    slug = "what-changed"
    question = "What do people say it changed?"
    order = 40

    def read(self, scope):
        if why := why_not_shown(scope):
            return Reading(why)
        said = scope.once(said_in)
        found = [(code, text, paired(cells)) for code, text, cells in said.of(THEN_NOW)]
        changes = [one for one in found if one[2]]
        if not changes:
            return Reading(TOO_FEW)
        rows = [
            (
                text,
                change.n,
                round(change.before.mean, 1),
                round(change.now.mean, 1),
                round(change.change.mean, 1),
                round(change.change.low, 1),
                round(change.change.high, 1),
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
            Column("95% from", is_number=True, signed=True),
            Column("to", is_number=True, signed=True),
        ]
        table = Table(columns, rows, n, self._note(said), SOURCE)
        words = self._words(changes)
        first = changes[0]
        return Reading(
            words,
            table,
            lambda width, name: dumbbell.draw(
                [_pair(text, change, n) for _, text, change in changes],
                width,
                name,
                n=n,
                title=self.question,
                description=words,
            ),
            Headline(_signed(first[2].change.mean), "of 4", self._short(first, said)),
        )

    @staticmethod
    def _words(changes):
        most_asked = max(change.n for _, _, change in changes)
        changes = [one for one in changes if one[2].n > most_asked / 2]  # of courses that can be compared
        if len(changes) == 1:
            return f"“{changes[0][1]}”: {_signed(changes[0][2].change.mean)} on a scale from 1 to 5."
        by_size = sorted(changes, key=lambda one: one[2].change.mean)
        least, most = by_size[0], by_size[-1]
        if most[2].change.mean - least[2].change.mean < MUCH_THE_SAME:
            low, high = _signed(least[2].change.mean), _signed(most[2].change.mean)
            return (
                f"Much the same in all: {low if low == high else f'{low} to {high}'} on a scale from 1 to 5."
            )
        return (
            f"Most in “{most[1]}” ({_signed(most[2].change.mean)}); least in “{least[1]}” "
            f"({_signed(least[2].change.mean)})."
        )

    @staticmethod
    def _short(first, said):
        _, text, change = first
        moved = f"{change.before.mean:.1f} to {change.now.mean:.1f}"
        interval = f"{change.change.low:.1f} to {change.change.high:.1f}"
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
        found = [cells for code, _, cells in scope.once(said_in).of(RATING) if code == RECOMMEND["code"]]
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
        words = f"{share}% gave 4 or 5 of 5 (95% interval {low} to {high}%)."
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
            Headline(f"{share}%", "recommend it", f"Gave 4 or 5 of 5 ({low} to {high}%). {people}."),
        )


_DOWN = (5, 4, 3, 2, 1)
_ENDS = {5: ", completely", 1: ", not at all"}


def _signed(number):
    return f"{number:+.1f}".replace("-", "−")


def _pair(text, found, n):
    """A question that far fewer were asked says how many they are."""
    label = text if found.n > n / 2 else f"{text} (n\u00a0=\u00a0{say_number(found.n)})"
    change = found.change
    return dumbbell.Pair(label, found.before.mean, found.now.mean, change.mean, change.low, change.high)
