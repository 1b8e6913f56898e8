"""What people say changed, and whether it lasts."""

from feedback.analysis.paired import EFFECT_IS
from feedback.analysis.unpaired import difference
from feedback.evaluation import evaluated
from feedback.sections.beside import put_programme_beside, say_beside
from feedback.sections.over_time import over_time, say_changes, signed
from feedback.sections.response import SOURCE
from feedback.spreads import TOO_FEW
from stepforward.rollout.charts import dumbbell
from stepforward.rollout.panel import Column, Panel, Reading, Table

METHOD = (
    "1 = not at all, 5 = completely, both asked after the session. Change: mean of paired differences, with "
    "its 95% t interval."
)
STRANGERS = (
    "Since now: three months on, less now. Memory’s shift: the start as remembered, less as said before. "
    "The three times are compared as groups of different people (Welch’s 95% interval), because nothing ties "
    "one person’s answers together."
)
NO_OTHER_TIMES = "Before the course and three months on, too few have answered so far to compare."


def _numbers(*names, **column):
    return [Column(name, is_number=True, **column) for name in names]


def _rounded(*figures):
    return ["" if figure is None else round(figure, 1) + 0.0 for figure in figures]  # no −0.0


class Changes(Panel):
    slug = "changes"
    question = "What do people say changed?"
    is_tall = True

    def read(self, scope):
        found = over_time(scope.once(evaluated))
        if not found:
            return Reading(TOO_FEW)
        columns = [
            Column("Question"),
            *_numbers("Answers", "Can’t say", "Before, mean", "Before, SD", "Now, mean", "Now, SD"),
            *_numbers("Change", "95% from", "to", "Effect", signed=True),
        ]
        rows = [_row(one) for one in found]
        ours = _changes(found)
        theirs = put_programme_beside(
            columns, rows, scope, list(ours), lambda whole: _changes(over_time(whole)), signed=True
        )
        n = max(one.pair.n for one in found)
        words = say_changes(found) + say_beside(ours, theirs, signed)
        pairs = [one.all_times(n) for one in found]
        return Reading(
            words,
            Table(columns, rows, n, f"{METHOD} {EFFECT_IS}", SOURCE),
            lambda width, name: dumbbell.draw(
                pairs, width, name, n=n, title=self.question, description=words
            ),
        )


def _row(one):
    before, now = one.pair.before, one.pair.now
    return [
        one.text,
        one.pair.n,
        one.pair.cant_say,
        *_rounded(before.mean, before.sd, now.mean, now.sd),
        *_rounded(one.change.mean, one.change.low, one.change.high, one.pair.effect),
    ]


def _changes(found):
    return {one.code: round(one.change.mean, 1) for one in found}


class Lasting(Panel):
    slug = "lasting"
    question = "Does it last?"

    def read(self, scope):
        found = [one for one in over_time(scope.once(evaluated)) if one.early or one.late]
        if not found:
            return Reading(NO_OTHER_TIMES)
        columns = [
            Column("Question"),
            *_numbers("Before, said then", "n before", "Before, remembered", "Now", "n now"),
            *_numbers("Three months on", "n later"),
            *_numbers("Since now", "Since, from", "Since, to", signed=True),
            *_numbers("Memory’s shift", "Shift, from", "Shift, to", signed=True),
        ]
        n = max(one.pair.n for one in found)
        return Reading(
            self._words(found), Table(columns, [_times(one) for one in found], n, STRANGERS, SOURCE)
        )

    @staticmethod
    def _words(found):
        since = [difference(one.pair.now, one.late).mean for one in found if one.late]
        before = [difference(one.early, one.pair.before).mean for one in found if one.early]
        words = []
        if since:
            words.append(
                f"Three months on, answers are {_say_less(-sum(since) / len(since))} than just after, on "
                f"average over {_say_questions(since)}."
            )
        if before:
            words.append(
                f"Remembered afterwards, the start is {_say_less(-sum(before) / len(before))} than people "
                f"said at the time."
            )
        return " ".join(words)


def _times(one):
    remembered, now, early, late = one.pair.before, one.pair.now, one.early, one.late
    return [
        one.text,
        *_mean_and_n(early),
        *_rounded(remembered.mean, now.mean),
        one.pair.n,
        *_mean_and_n(late),
        *_between(now, late),
        *_between(early, remembered),
    ]


def _mean_and_n(found):
    return [round(found.mean, 1), found.n] if found else ["", ""]


def _between(first, second):
    """Cells of the second less the first, empty where one of them is not told."""
    if not (first and second):
        return ["", "", ""]
    found = difference(first, second)
    return _rounded(found.mean, found.low, found.high)


def _say_less(points):
    return f"{abs(points):.1f} {'lower' if points >= 0 else 'higher'}"


def _say_questions(found):
    return f"{len(found)} question{'' if len(found) == 1 else 's'}"
