"""The questions that are asked as then and now, with what was said of them at other times."""

from dataclasses import dataclass, replace

from feedback.analysis.described import Described, described
from feedback.analysis.paired import Paired, paired
from feedback.analysis.rated import rated
from feedback.models import Wave
from feedback.questions import RATING, THEN_NOW
from stepforward.rollout.charts import dumbbell
from stepforward.ui.wording import say_number

MUCH_THE_SAME = 0.2  # points between the largest and the smallest change


@dataclass(frozen=True)
class OverTime:
    """`early` and `late` are what other ballots said before and three months on, where that may be told."""

    code: str
    text: str
    pair: Paired
    early: Described | None
    late: Described | None

    @property
    def change(self):
        return self.pair.change

    def then_and_now(self, n):
        """A Pair for the chart; a question that far fewer than `n` were asked says how many they are."""
        pair, change = self.pair, self.change
        label = self.text if pair.n > n / 2 else f"{self.text} (n\u00a0=\u00a0{say_number(pair.n)})"
        means = pair.before.mean, pair.now.mean, change.mean, change.low, change.high
        return dumbbell.Pair(label, *means)

    def all_times(self, n):
        """The same with what was said at other times."""
        early, late = (found and found.mean for found in (self.early, self.late))
        return replace(self.then_and_now(n), true_before=early, later=late)


def over_time(evaluation):
    """[OverTime, …] in the order they are asked."""
    return [
        OverTime(
            question.code,
            question.text,
            pair,
            _at(evaluation, Wave.BEFORE, question.code),
            _at(evaluation, Wave.THREE_MONTHS, question.code),
        )
        for question, cells in evaluation.told(Wave.AFTER, THEN_NOW)
        if (pair := paired(cells))
    ]


def _at(evaluation, wave, code):
    found = evaluation.one(wave, code)
    return described(rated(found[1]).points) if found and found[0].kind == RATING else None


def say_changes(changes):
    """The largest and the smallest change in a sentence, of those that can be compared."""
    most_asked = max(one.pair.n for one in changes)
    compared = [one for one in changes if one.pair.n > most_asked / 2]
    by_size = sorted(compared, key=lambda one: one.change.mean)
    least, most = by_size[0], by_size[-1]
    low, high = signed(least.change.mean), signed(most.change.mean)
    if len(compared) == 1:
        return f"“{least.text}”: {low} on a scale from 1 to 5."
    if most.change.mean - least.change.mean < MUCH_THE_SAME:
        return f"Much the same in all: {low if low == high else f'{low} to {high}'} on a scale from 1 to 5."
    return f"Most in “{most.text}” ({high}); least in “{least.text}” ({low})."


def signed(number):
    return f"{number:+.1f}".replace("-", "−")
