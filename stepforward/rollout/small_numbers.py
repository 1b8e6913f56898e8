"""Small numbers: what may be told of a split, so that no subtraction brings a small cell back.

Two shapes: cells beside their total (`shown_apart`) and steps in time (`merged_runs`). A split is decided
once for each smallest view that it is offered for (one course in one phase), and every wider view is a sum of
what those views tell: then two views, taken from each other, tell nothing that was not told already.
"""

LEAST = 10


def shown_apart(cells, least=LEAST):
    """The keys of `cells` {key: n} whose count may stand by itself beside the total; the rest is told
    together, as one sum. An empty set means that the split is not told at all.

    Cells of 1 to `least` - 1 are hidden. If what is hidden could be worked out from its sum, others are
    hidden with them (complementary suppression): the first in the order of `cells`, whatever their size,
    because a choice by size would tell somebody who knows the rule between which sizes they must lie.
    """
    small = [n for n in cells.values() if 0 < n < least]
    if not any(cells.values()):
        return set()
    if not small:
        return set(cells)
    told = {key for key, n in cells.items() if n == 0 or n >= least}
    for key, n in cells.items():
        if _cannot_be_worked_out([cells[one] for one in cells if one not in told], least):
            break
        if n >= least:
            told.discard(key)
    return told if any(cells[key] for key in told) else set()


def _cannot_be_worked_out(hidden, least):
    """Their sum is not small, and neither the least nor the most that so many small counts can be."""
    together = sum(hidden)
    too_even = together in {len(hidden), len(hidden) * (least - 1)}
    return len(hidden) > 1 and together >= least and not too_even


def merged_runs(steps, least=LEAST):
    """`steps` [(when, n), …] in order, neighbours put together until each holds `least`: [(last when, n), …].

    What is left at the end joins the last run; nothing is told when there are fewer than `least` in all.
    """
    runs, last, held = [], None, 0
    for when, n in steps:
        last, held = when, held + n
        if held >= least:
            runs.append((last, held))
            held = 0
    if held and runs:
        runs[-1] = (last, runs[-1][1] + held)
    return runs
