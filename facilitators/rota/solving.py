"""Staffing many sessions together: the exact way where its package is installed, else the quick one."""

import importlib.util
from dataclasses import dataclass
from time import monotonic

from facilitators.rota.quick import plan_quickly


@dataclass(frozen=True)
class Answer:
    """`bound` is a cost below which no plan can be, or None where the way taken does not tell."""

    plan: list
    cost: int
    bound: float | None
    seconds: float
    way: str

    @property
    def gap(self):
        """The share of the cost by which it may be above the best, at most; None where that is not known."""
        return None if self.bound is None else max(0.0, (self.cost - self.bound) / max(self.cost, 1))


def exact_is_there():
    return importlib.util.find_spec("highspy") is not None


def solve(problem, *, seconds=60, way="", go_on=lambda done, of: True):
    """An Answer. `way` is "exact" or "quick"; left out, the better one that is installed."""
    began, bound = monotonic(), None
    if not problem.needs:
        return Answer([], 0, 0, 0, way)
    way = way or ("exact" if exact_is_there() else "quick")
    if way == "quick":
        plan = plan_quickly(problem, go_on=go_on)
    else:
        plan, bound = _exactly(problem, began + seconds, go_on)
    return Answer(plan, problem.cost(plan), bound, monotonic() - began, way)


def _exactly(problem, until, go_on):
    from facilitators.rota.exact import plan_exactly  # its package is optional
    from facilitators.rota.fast_ledger import FastLedger  # and numpy comes with it

    ledger = FastLedger(problem)
    start = plan_quickly(problem, rounds=0, ledger=ledger)
    seconds = until - monotonic()
    return plan_exactly(problem, start=start, seconds=seconds, finder=ledger.finder, go_on=go_on)
