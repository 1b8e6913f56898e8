"""95% intervals. Every formula names its source, and the tests hold them against published figures."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Change:
    """The mean of paired differences with its 95% interval; `before` and `now` are the two means."""

    n: int
    before: float
    now: float
    mean: float
    low: float
    high: float


def t_quantile(freedom):
    """The 97.5 % point of Student's t with `freedom` degrees of freedom, seven or more, to three decimals.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    if freedom < 7:
        raise ValueError("Too few to be approximated this way.")
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def mean_interval(mean, deviation, n):
    """(low, high) of a mean: mean ± t · s / √n.

    For paired answers `mean` and `deviation` are those of the differences: Altman, Practical Statistics for
    Medical Research (1991), section 9.5.
    """
    half = t_quantile(n - 1) * deviation / sqrt(n)
    return mean - half, mean + half


def paired_change(cells):
    """The Change of {(before, now): how many}, of eight people or more."""
    n = sum(cells.values())
    before = sum(was * many for (was, _), many in cells.items()) / n
    now = sum(value * many for (_, value), many in cells.items()) / n
    mean = sum((value - was) * many for (was, value), many in cells.items()) / n
    squares = sum((value - was - mean) ** 2 * many for (was, value), many in cells.items())
    low, high = mean_interval(mean, sqrt(squares / (n - 1)), n)
    return Change(n, before, now, mean, low, high)


def wilson(hits, n):
    """(low, high) of the share hits / n, from 0 to 1: Wilson, J Am Stat Assoc 1927; 22: 209-212."""
    share, spread = hits / n, Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return middle - half, middle + half
