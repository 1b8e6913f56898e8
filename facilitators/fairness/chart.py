"""How many sessions each did, as a chart with its table: how many people, never who."""

from collections import Counter
from math import ceil

from facilitators.fairness.faculty import Faculty
from stepforward.rollout.charts import bars
from stepforward.rollout.panel import Column, Panel, Reading, Table
from stepforward.ui.wording import say_people

MOST_BARS = 8


class HowShared(Panel):
    slug = "sessions-each"
    question = "How many sessions does each do?"

    def read(self, faculty: Faculty):
        rows, n = spread_out([one.sessions for one in faculty.counted]), len(faculty.counted)
        quarter = faculty.busiest_quarter
        if quarter is None:
            return Reading("No sessions in this time.")
        many, share = quarter
        words = f"The busiest quarter, {say_people(many)}, do {share:.0%} of all sessions."
        table = Table(
            [Column("Sessions"), Column("Facilitators", is_number=True)],
            [list(row) for row in rows],
            n,
            note="Who neither offered time nor was asked is not counted.",
        )

        def draw(width, name):
            return bars.draw(
                [(label, many, str(many), False) for label, many in rows],
                width,
                name,
                n=n,
                title=self.question,
                description="; ".join(f"{label}: {say_people(many)}" for label, many in rows),
            )

        return Reading(words, table, draw)


def spread_out(numbers):
    """[("2 sessions", how many did so many), …] from none on, several together where there are many."""
    if not numbers:
        return []
    counted, most = Counter(numbers), max(numbers)
    step = max(ceil(most / (MOST_BARS - 1)), 1)
    rows = [("No session", counted[0])]
    for low in range(1, most + 1, step):
        high = low + step - 1
        label = f"{low} to {high}" if step > 1 else str(low)
        plural = "" if label == "1" else "s"
        rows.append((f"{label} session{plural}", sum(counted[n] for n in range(low, high + 1))))
    return rows
