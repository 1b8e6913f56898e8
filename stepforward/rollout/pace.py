"""Whether a phase is on pace, and where it is likely to end if the coming weeks go like those so far."""

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import mean, stdev

from stepforward.rollout.intervals import t_quantile

WEEK = timedelta(days=7)
FEWEST_WEEKS, MOST_WEEKS = 8, 26
METHOD = (
    "Likely: if the weeks to come are like the {weeks} weeks behind us, with a 95% prediction interval that "
    "takes weeks as independent. It knows nothing of sessions already planned, nor of holidays."
)


@dataclass(frozen=True)
class Projection:
    """Likely totals at the end of a phase, and on the way there as [(day, likely, low, high), …]."""

    likely: int
    low: int
    high: int
    weeks: int
    way: list

    @property
    def method(self):
        return METHOD.format(weeks=self.weeks)


def even_pace(target, start, end, today):
    """How many an even pace from `start` to `end` (half-open dates) would have reached by `today`."""
    length = (end - start).days
    return target * min(max((today - start).days, 0), length) / length


def project(daily, *, start, end, today):
    """A Projection from `daily` {day: n}, or None where less than eight weeks, or too little in them, would
    make it a guess.

    The prediction interval for the sum of m further observations after k: m·x̄ ± t(k-1)·s·√(m + m²/k); Hahn
    and Meeker, Statistical Intervals (1991), section 4.7, for the mean of m, times m.
    """
    weeks = min((today - start).days // 7, MOST_WEEKS)
    if weeks < FEWEST_WEEKS or today >= end:
        return None
    counts = [0] * weeks
    for day, n in daily.items():
        week = (today - day).days // 7
        if 0 <= week < weeks:
            counts[week] += n
    if sum(1 for n in counts if n) < FEWEST_WEEKS // 2:
        return None
    so_far, typical, spread = sum(daily.values()), mean(counts), t_quantile(weeks - 1) * stdev(counts)

    def after(share):
        ahead = (end - today) / WEEK * share
        likely, half = so_far + typical * ahead, spread * sqrt(ahead + ahead**2 / weeks)
        return today + (end - today) * share, likely, max(so_far, likely - half), likely + half

    way = [after(step / 8) for step in range(9)]
    return Projection(*(round(figure) for figure in way[-1][1:]), weeks, way)
