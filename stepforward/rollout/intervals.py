"""95% intervals, by scipy's formulas; the tests hold them against figures that others published.

scipy takes a second or two and some ninety megabytes to load, so that only who draws a figure pays for it:
the worker, beat and every command would otherwise, because panels are found when a process starts.
"""

from math import sqrt

UPPER = 0.975


def t_quantile(freedom):
    """The 97.5 % point of Student's t with `freedom` degrees of freedom, which need not be whole."""
    from scipy.special import stdtrit  # takes long to load, see above

    return float(stdtrit(freedom, UPPER))


def mean_interval(mean, deviation, n):
    """(low, high) of a mean: mean ± t · s / √n.

    For paired answers `mean` and `deviation` are those of the differences: Altman, Practical Statistics for
    Medical Research (1991), section 9.5.
    """
    half = t_quantile(n - 1) * deviation / sqrt(n)
    return mean - half, mean + half


def wilson(hits, n):
    """(low, high) of the share hits / n, from 0 to 1: Wilson, J Am Stat Assoc 1927; 22: 209-212."""
    from scipy.stats import binomtest  # takes long to load, see above

    found = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)
