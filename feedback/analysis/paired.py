"""Then and now, as one person answered both: the change of everybody's own, and how large it is."""

from collections import Counter
from dataclasses import dataclass

from feedback.analysis.described import Described, described
from feedback.questions import CANNOT_SAY

EFFECT_FROM = 30  # pairs: of fewer, the deviations that it is measured by are too uncertain themselves
EFFECT_IS = (
    "Effect: Cohen’s d_av, the mean change divided by the mean of the two standard deviations "
    "(Lakens 2013, Front Psychol 4: 863), from 30 pairs on."
)


@dataclass(frozen=True)
class Paired:
    """`change` describes the differences; `cant_say` people answered "can't say" once or twice."""

    before: Described
    now: Described
    change: Described
    cant_say: int

    @property
    def n(self):
        return self.change.n

    @property
    def effect(self):
        """d_av, or None. Not d_z, which grows with how alike the two answers of a person are: asked side by
        side they are very much so."""
        spread = (self.before.sd + self.now.sd) / 2
        return self.change.mean / spread if self.n >= EFFECT_FROM and spread else None


def paired(cells):
    """The Paired of {(before, now): how many}, or None where fewer than two gave both."""
    before, now, change = Counter(), Counter(), Counter()
    cant_say = 0
    for (was, value), many in cells.items():
        if CANNOT_SAY in (was, value):
            cant_say += many
        else:
            before[was] += many
            now[value] += many
            change[value - was] += many
    if change.total() < 2:
        return None
    return Paired(described(before), described(now), described(change), cant_say)
