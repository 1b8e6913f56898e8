"""One rating of 1 to 5, or of any other scale that begins above nothing."""

from collections import Counter
from dataclasses import dataclass

from feedback.analysis.described import Described, described
from feedback.analysis.shares import Share
from feedback.questions import CANNOT_SAY

AGREES = 4  # and more


@dataclass(frozen=True)
class Rated:
    """`points` {value: how many} are those who could say."""

    points: Counter
    cant_say: int

    @property
    def n(self):
        return self.points.total()

    @property
    def described(self) -> Described | None:
        return described(self.points)

    @property
    def agree(self):
        """The Share that gave 4 or 5."""
        return Share(sum(many for value, many in self.points.items() if value >= AGREES), self.n)


def rated(cells):
    """The Rated of {(None, value): how many}; of a then/now question, as it was answered for now."""
    points = Counter()
    for (_, value), many in cells.items():
        points[value] += many
    cant_say = points.pop(CANNOT_SAY, 0)
    return Rated(points, cant_say)
