"""Ratings of 1 to 5 as bars that lean to one side: 1 and 2 left of the middle, 4 and 5 right, 3 astride.

The order and the percentages carry it in grey as well as in colour; dark ends, lighter inside.
"""

from dataclasses import dataclass

from stepforward.rollout.charts.svg import (
    INK,
    LILAC,
    LINE,
    NAVY,
    PLUM,
    QUIET,
    TEAL,
    WHITE,
    Drawing,
    in_lines,
    width_of,
)
from stepforward.ui.wording import say_number

SHADES = {1: (PLUM, WHITE), 2: (LILAC, INK), 3: (LINE, INK), 4: (TEAL, INK), 5: (NAVY, WHITE)}
BAR, SMALL = 24, 12
KEY = ((1, "1 not at all"), (2, "2"), (3, "3"), (4, "4"), (5, "5 completely"))


@dataclass(frozen=True)
class Ratings:
    """`points` {1 to 5: people}, at least one of them; `cant_say` people are in no bar."""

    text: str
    points: dict
    cant_say: int = 0

    @property
    def n(self):
        return sum(self.points.values())

    @property
    def words(self):
        said = f"n = {say_number(self.n)}"
        return f"{said}, {say_number(self.cant_say)} can’t say" if self.cant_say else said

    def share(self, value):
        return self.points.get(value, 0) / self.n

    @property
    def left(self):
        """The share that lies left of the middle, with half of those astride."""
        return self.share(1) + self.share(2) + self.share(3) / 2


def draw(rows, width, name, *, n, title, description):
    """`rows` is [Ratings, …]; n is how many people answered."""
    is_wide = width > 400
    left = 178 if is_wide else 0
    placed, at = [], 4
    for row in rows:
        lines = in_lines(row.text, (left - 14) if is_wide else width - 4, size=13)
        height = 17 * (len(lines) + 1) + (14 if is_wide else BAR + 18)
        placed.append((at, height, lines, row))
        at += height
    drawing = Drawing(name, width, at + 42, title=title, description=description)
    most_left = max(row.left for row in rows)
    scale = (width - left - 1) / (most_left + max(1 - row.left for row in rows))
    middle = left + scale * most_left
    for top, height, lines, row in placed:
        first = top + 13
        for number, line in enumerate(lines):
            drawing.text(0, first + 17 * number, line, size=13)
        drawing.text(0, first + 17 * len(lines), row.words, size=SMALL, fill=QUIET)
        bar = top + (height - 10 - BAR) / 2 if is_wide else top + 17 * (len(lines) + 1) + 6
        drawing.line(middle, bar - 4, middle, bar + BAR + 4, INK)
        _draw_bar(drawing, row, middle - scale * row.left, bar, scale)
    _draw_key(drawing, at + 6)
    drawing.text(0, at + 36, f"Per cent; lines mark the middle. n = {say_number(n)}", fill=QUIET)
    return drawing


def _draw_bar(drawing, row, x, y, scale):
    for value, (fill, ink) in SHADES.items():
        length = scale * row.share(value)
        if not length:
            continue
        drawing.add(
            "rect", x=x, y=y, width=length, height=BAR, fill=fill, stroke=WHITE if length > 3 else None
        )
        said = f"{round(100 * row.share(value))}%"
        if width_of(said, SMALL, bold=True) + 6 <= length:
            drawing.text(x + length / 2, y + 16.5, said, size=SMALL, bold=True, middle=True, fill=ink)
        x += length


def _draw_key(drawing, y):
    x = 0
    for value, said in KEY:
        drawing.add("rect", x=x, y=y, width=12, height=12, fill=SHADES[value][0])
        drawing.text(x + 17, y + 10.5, said, size=SMALL, fill=QUIET)
        x += 17 + width_of(said, SMALL) + 10
