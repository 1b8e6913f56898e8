"""The rollout's panels on what people made of the sessions: what changed, and whether they recommend it. The
page that says more of it has sections of its own (`feedback.sections`)."""

from feedback.analysis.rated import rated
from feedback.evaluation import evaluated
from feedback.models import Wave
from feedback.questions import RATING, RECOMMEND
from feedback.sections.changes import METHOD
from feedback.sections.over_time import over_time, say_changes, signed
from feedback.sections.response import SOURCE
from feedback.spreads import TOO_FEW, why_not_shown
from stepforward.rollout.charts import bars, dumbbell
from stepforward.rollout.panel import Column, Headline, Panel, Reading, Table
from stepforward.rollout.registry import register
from stepforward.ui.wording import say_number


@register
class Changed(Panel):
    slug = "what-changed"
    question = "What do people say it changed?"
    order = 40

    def read(self, scope):
        if why := why_not_shown(scope):
            return Reading(why)
        evaluation = scope.once(evaluated)
        changes = over_time(evaluation)
        if not changes:
            return Reading(TOO_FEW)
        response = evaluation.responses.get(Wave.AFTER)
        n, words = max(one.pair.n for one in changes), say_changes(changes)
        columns = [
            Column("Question"),
            *(Column(name, is_number=True) for name in ("Answers", "Before, mean", "Now, mean")),
            *(Column(name, is_number=True, signed=True) for name in ("Change", "95% from", "to")),
        ]
        table = Table(columns, [_row(one) for one in changes], n, _note(response), SOURCE)
        pairs = [one.then_and_now(n) for one in changes]
        return Reading(
            words,
            table,
            lambda width, name: dumbbell.draw(
                pairs, width, name, n=n, title=self.question, description=words
            ),
            Headline(signed(changes[0].change.mean), "of 4", _short(changes[0], response)),
        )


def _row(one):
    change = one.change
    means = one.pair.before.mean, one.pair.now.mean, change.mean, change.low, change.high
    return (one.text, one.pair.n, *(round(mean, 1) for mean in means))


def _short(first, response):
    moved = f"{first.pair.before.mean:.1f} to {first.pair.now.mean:.1f}"
    interval = f"{first.change.low:.1f} to {first.change.high:.1f}"
    rate = f", {response.rate}% answered" if response else ""
    return f"“{first.text}”: {moved} ({interval}){rate}.".replace("-", "−")


def _note(response):
    if not response:
        return METHOD
    of = f"{say_number(response.answered)} of {say_number(response.asked)} asked have answered"
    return f"{METHOD} {of} ({response.rate}%)."


@register
class Recommended(Panel):
    slug = "recommended"
    question = "Would people recommend it?"
    order = 50

    def read(self, scope):
        if why := why_not_shown(scope):
            return Reading(why)
        told = scope.once(evaluated).one(Wave.AFTER, RECOMMEND["code"])
        found = rated(told[1]) if told and told[0].kind == RATING else None
        if not (found and found.n):
            return Reading(TOO_FEW)
        n, share, (low, high) = found.n, round(found.agree.percent), found.agree.interval
        words = f"{share}% gave 4 or 5 of 5 (95% interval {low:.0f} to {high:.0f}%)."
        rows = [
            (f"{value}{_ENDS.get(value, '')}", found.points[value], round(100 * found.points[value] / n))
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
        sentence = f"Gave 4 or 5 of 5 ({low:.0f} to {high:.0f}%). {say_number(n)} people answered."
        return Reading(
            words,
            table,
            lambda width, name: bars.draw(drawn, width, name, n=n, title=self.question, description=words),
            Headline(f"{share}%", "recommend it", sentence),
        )


_DOWN = (5, 4, 3, 2, 1)
_ENDS = {5: ", completely", 1: ", not at all"}
