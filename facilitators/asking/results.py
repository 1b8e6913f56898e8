"""What a poll has brought: who said what of which part, as it stands now. Reading only."""

from collections import Counter
from dataclasses import dataclass

from courses.models.training_request import DayPart
from facilitators.models import Asked, Level
from facilitators.saying.expanding import said_by_all

ORDER = list(DayPart.values)
NOT_SAID = "Not said"


@dataclass(frozen=True)
class Answers:
    """One facilitator's line: a level or "" for each of the poll's parts."""

    asked: Asked
    levels: list

    @property
    def words(self):
        return [Level(level).label if level else NOT_SAID for level in self.levels]


@dataclass(frozen=True)
class Results:
    """`parts` are (day, part) pairs in order; `counts` has of each part how many said yes, if needed, no."""

    parts: list
    lines: list
    counts: list

    @property
    def best(self):
        """The places of the parts that most could do: the most yes, then the most if needed."""
        rank = [(count[Level.YES], count[Level.IF_NEEDED]) for count in self.counts]
        most = max(rank, default=(0, 0))
        return {n for n, this in enumerate(rank) if this == most and any(most)}


def parts_of(poll):
    found = poll.parts.values_list("day", "part")
    return sorted(found, key=lambda when: (when[0], ORDER.index(when[1])))


def results(poll, today):
    """Two queries and the parts, however many were asked. Who has answered stands first, then by name."""
    parts = parts_of(poll)
    asked = poll.asked.select_related("facilitator__user", "facilitator__organisation").order_by(
        "facilitator__user__name", "pk"
    )
    said = said_by_all(sorted({day for day, _ in parts}), today, facilitator__asked__poll=poll)
    lines = [
        Answers(one, [said.get(one.facilitator_id, {}).get(when, "") for when in parts]) for one in asked
    ]
    lines.sort(key=lambda line: line.asked.answered_at is None)
    counts = [Counter(line.levels[n] for line in lines) for n in range(len(parts))]
    return Results(parts, lines, counts)
