from feedback.evaluation import evaluated
from feedback.models import Wave
from stepforward.rollout.charts import bars
from stepforward.rollout.panel import Column, Panel, Reading, Table
from stepforward.ui.wording import say_list, say_number

WAVE_NAMES = {
    Wave.BEFORE: "Before the course",
    Wave.AFTER: "After the session",
    Wave.THREE_MONTHS: "Three months on",
}
NOT_BY_GROUP = "How many of one staff group were asked is not known: the group is said in the answers alone."
SOURCE = "Answers from collections that have closed."


class WhoAnswered(Panel):
    slug = "response"
    question = "How many answered?"

    def read(self, scope):
        if scope.staff_group:
            return Reading(NOT_BY_GROUP)
        responses = scope.once(evaluated).responses
        rows = [(name, responses[wave]) for wave, name in WAVE_NAMES.items() if wave in responses]
        if not rows:
            return Reading("No collection has closed here yet.")
        words = f"{say_list(_said(name, one) for name, one in rows).capitalize()}."
        n = sum(one.asked for _, one in rows)
        table = Table(
            [
                Column("When"),
                Column("Asked", is_number=True),
                Column("Answered", is_number=True),
                Column("Rate", is_number=True, unit="%"),
            ],
            [(name, one.asked, one.answered, one.rate) for name, one in rows],
            n,
            "Who answered may differ from who did not.",
            SOURCE,
        )
        drawn = [(name, one.rate, f"{one.rate}% of {say_number(one.asked)}", False) for name, one in rows]
        return Reading(
            words,
            table,
            lambda width, svg: bars.draw(
                drawn, width, svg, n=n, title=self.question, description=words, key="Asked: "
            ),
        )


def _said(name, one):
    return f"{name.lower()} {one.rate}%"
