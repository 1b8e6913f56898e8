"""How people rate what they took part in, and whether they recommend it and mean to act."""

from feedback.analysis.rated import rated
from feedback.evaluation import evaluated
from feedback.models import Wave
from feedback.questions import RATING, SCALE
from feedback.sections.beside import put_programme_beside, say_beside
from feedback.sections.response import SOURCE
from feedback.sections.shares import WILSON, read_shares, say_share
from feedback.spreads import TOO_FEW
from stepforward.rollout.charts import diverging
from stepforward.rollout.panel import Column, Panel, Reading, Table

IN_SHARES = ("recommend", "intend_to_act")
MEAN = "Mean with its 95% t interval. Who cannot say is in no share and no mean."


def ratings_in(evaluation, wave, codes):
    """[(Question, Rated), …] of the ratings among `codes` that at least two people could give."""
    return [
        (question, found)
        for question, cells in evaluation.told(wave, RATING)
        if question.code in codes and (found := rated(cells)).n > 1
    ]


def read_ratings(title, scope, wave, codes):
    """The Reading of the ratings among `codes`: bars that lean, and the same in numbers."""
    found = ratings_in(scope.once(evaluated), wave, codes)
    if not found:
        return Reading(TOO_FEW)
    columns = [
        Column("Question"),
        *(Column(name, is_number=True) for name in ("Answers", "Can’t say")),
        *(Column(str(point), is_number=True, unit="%") for point in SCALE),
        *(Column(name, is_number=True) for name in ("Mean", "SD", "95% from", "to")),
    ]
    rows = [_row(question, one) for question, one in found]

    ours = _means(found)
    theirs = put_programme_beside(
        columns, rows, scope, list(ours), lambda whole: _means(ratings_in(whole, wave, codes))
    )
    n, words = max(one.n for _, one in found), _say_ends(found) + say_beside(ours, theirs, "{:.1f}".format)
    drawn = [diverging.Ratings(question.text, one.points, one.cant_say) for question, one in found]
    return Reading(
        words,
        Table(columns, rows, n, MEAN, SOURCE),
        lambda width, name: diverging.draw(drawn, width, name, n=n, title=title, description=words),
    )


def _means(found):
    return {question.code: round(one.described.mean, 1) for question, one in found}


def _row(question, found):
    shares = [round(100 * found.points[point] / found.n) for point in SCALE]
    about = found.described
    figures = [round(figure, 1) for figure in (about.mean, about.sd, about.low, about.high)]
    return [question.text, found.n, found.cant_say, *shares, *figures]


def _say_ends(found):
    """The question that most agree with, and the one that fewest do."""
    by_share = sorted(found, key=lambda one: one[1].agree.percent)
    ends = by_share[-1:] if len(by_share) == 1 else (by_share[-1], by_share[0])
    return " ".join(f"“{question.text}”: {round(one.agree.percent)}% gave 4 or 5." for question, one in ends)


class Ratings(Panel):
    slug = "ratings"
    question = "How was the session?"

    def read(self, scope):
        codes = scope.once(evaluated).questions[Wave.AFTER].keys() - IN_SHARES
        return read_ratings(self.question, scope, Wave.AFTER, codes)


class Recommending(Panel):
    slug = "recommending"
    question = "Do people recommend it, and mean to act?"

    def read(self, scope):
        shares = _agreeing(scope.once(evaluated))
        if not shares:
            return Reading(TOO_FEW)
        note = f"Gave 4 or 5 of 5. {WILSON}"
        return read_shares(self.question, self._words, shares, scope, _agreeing, note=note)

    @staticmethod
    def _words(shares, programme):
        def say(code, text, share):
            beside = f", {programme[code]}% in the whole programme" if code in programme else ""
            return f"“{text}”: {say_share(share)} gave 4 or 5{beside}."

        return " ".join(say(*one) for one in shares)


def _agreeing(evaluation):
    found = ratings_in(evaluation, Wave.AFTER, IN_SHARES)
    return [(question.code, question.text, one.agree) for question, one in found]


class Supported(Panel):
    slug = "supported"
    question = "Did it feel safe, and did their manager support it?"

    def read(self, scope):
        asked = scope.once(evaluated).questions
        return read_ratings(
            self.question, scope, Wave.THREE_MONTHS, asked[Wave.THREE_MONTHS].keys() - asked[Wave.AFTER]
        )
