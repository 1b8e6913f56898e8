"""Two groups that may hold the same people, without anything that says who is who.

Ballots of two waves are tied to nobody, so one person's two answers cannot be laid side by side: the groups
are compared as if of strangers. That is wider than pairs would be, and never too sure.
"""

from dataclasses import dataclass
from math import sqrt

from stepforward.rollout.intervals import t_quantile


@dataclass(frozen=True)
class Difference:
    """Of two means, the second less the first, with its 95% interval."""

    mean: float
    low: float
    high: float


def difference(first, second):
    """The Difference between two Described: Welch, Biometrika 1947; 34: 28-35, whose variances may differ."""
    parts = [one.sd**2 / one.n for one in (first, second)]
    mean, variance = second.mean - first.mean, sum(parts)
    if not variance:
        return Difference(mean, mean, mean)
    freedom = variance**2 / sum(
        part**2 / (one.n - 1) for part, one in zip(parts, (first, second), strict=True)
    )
    half = t_quantile(freedom) * sqrt(variance)
    return Difference(mean, mean - half, mean + half)
