"""Parts of everybody: one of several options, or as many of them as somebody wants."""

from dataclasses import dataclass
from functools import cached_property

from stepforward.rollout.intervals import wilson

ANSWERED = 0  # of a question with many answers: the cell that counts the people


@dataclass(frozen=True)
class Share:
    """`hits` of `n` people, at least one."""

    hits: int
    n: int

    @property
    def percent(self):
        return 100 * self.hits / self.n

    @cached_property
    def interval(self):
        """(low, high) in per cent: Wilson's, at 95%."""
        low, high = wilson(self.hits, self.n)
        return 100 * low, 100 * high


def of_options(cells, options):
    """[(number, text, Share), …] in the order of `options` {number: text}; nothing where nobody answered.

    Where several can be chosen, shares are of the people who answered and may add up to more than everybody.
    """
    chosen = {value: many for (_, value), many in cells.items()}
    n = chosen.get(ANSWERED) or sum(chosen.values())
    return [(number, text, Share(chosen.get(number, 0), n)) for number, text in options.items()] if n else []
