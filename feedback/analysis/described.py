"""Numbers in brief: how many, mean, standard deviation and the mean's interval, exactly from a tally."""

from dataclasses import dataclass
from math import sqrt

from stepforward.rollout.intervals import mean_interval


@dataclass(frozen=True)
class Described:
    """`low` and `high` are the mean's 95% t interval; `sd` is the sample's."""

    n: int
    mean: float
    sd: float
    low: float
    high: float


def described(tally):
    """The Described of {number: how many}, or None of fewer than two people, who have no deviation.

    Sums stay whole numbers until the end, so that a large tally loses nothing to rounding.
    """
    n = sum(tally.values())
    if n < 2:
        return None
    total = sum(number * many for number, many in tally.items())
    squares = sum(number**2 * many for number, many in tally.items())
    mean, sd = total / n, sqrt((n * squares - total**2) / (n * (n - 1)))
    return Described(n, mean, sd, *mean_interval(mean, sd, n))
