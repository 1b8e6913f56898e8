"""The two shapes of one question's answers: cells {(before or None, value): n}, and one row of counts in a
fixed order, in which they are stored for many sessions together. A pair's 6 times 6 counts go by before."""

from feedback.questions import PAIRS, THEN_NOW


def row_of(cells, kind):
    """The counts in their order, without zeros at the end."""
    row = []
    for (before, value), n in cells.items():
        place = value if kind != THEN_NOW else PAIRS * before + value
        row.extend([0] * (place + 1 - len(row)))
        row[place] += n
    return row


def cells_in(row, kind):
    """The cells of a row, without those of nobody."""
    if kind == THEN_NOW:
        return {divmod(place, PAIRS): n for place, n in enumerate(row) if n}
    return {(None, value): n for value, n in enumerate(row) if n}


def added(row, other):
    """The sum of two rows, which may be of different lengths."""
    longer, shorter = (row, other) if len(row) >= len(other) else (other, row)
    return [n + (shorter[place] if place < len(shorter) else 0) for place, n in enumerate(longer)]
