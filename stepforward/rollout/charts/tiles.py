"""One tile for every organisation, by system: how many, or that nobody came from there yet."""

from dataclasses import dataclass

from stepforward.rollout.charts.svg import NAVY, PLUM, QUIET, WHITE, Drawing, in_lines
from stepforward.ui.wording import say_number

LIGHT, MIDDLE = "#cfe0ee", "#80a7ca"
MANY, SOME = 50, 15  # people from which a tile is dark, and middling
GAP, PAD = 4, 6


@dataclass(frozen=True)
class Tile:
    label: str
    name: str
    n: int


def draw(systems, width, name, *, n, title, description):
    """`systems` is [(name, [Tile, …]), …]."""
    columns = 5 if width > 400 else 3
    tile = (width - 1 - GAP * (columns - 1)) / columns
    placed, at = [], 0
    for system, tiles in systems:
        heading, at = at + 13, at + 20
        rows = []
        for start in range(0, len(tiles), columns):
            row = [
                (one, in_lines(one.label, tile - 2 * PAD, size=11.5))
                for one in tiles[start : start + columns]
            ]
            height = 28 + 14 * max(len(lines) for _, lines in row)
            rows.append((at, height, row))
            at += height + GAP
        placed.append((system, heading, rows, tiles))
        at += 10
    key = (
        f"n = {say_number(n)}. Darker: {SOME} people or more, {MANY} or more. Dashed: nobody yet."
        if width > 400
        else f"n = {say_number(n)}. Darker: from {SOME}, from {MANY}."
    )
    drawing = Drawing(name, width, at + 12, title=title, description=description)
    for system, heading, rows, tiles in placed:
        reached = sum(1 for one in tiles if one.n)
        drawing.text(0, heading, f"{system}: {reached} of {len(tiles)}", bold=True, size=13)
        for top, height, row in rows:
            for column, (one, lines) in enumerate(row):
                _draw_tile(drawing, one, lines, 0.5 + column * (tile + GAP), top + 0.5, tile, height)
    drawing.text(0, at + 6, key, fill=QUIET)
    return drawing


def _draw_tile(drawing, one, lines, x, y, width, height):
    fill, ink = _shade(one.n)
    drawing.add(
        "rect",
        x=x,
        y=y,
        width=width - 1,
        height=height - 1,
        fill=fill,
        stroke=NAVY if one.n else PLUM,
        stroke_width=1 if one.n else 1.5,
        stroke_dasharray=None if one.n else "4 3",
    )
    for number, line in enumerate(lines):
        drawing.text(x + PAD, y + 16 + 14 * number, line, size=11.5, fill=ink)
    said = say_number(one.n) if one.n else "not yet"
    drawing.text(x + PAD, y + height - 9, said, size=13, bold=True, fill=ink if one.n else PLUM)


def _shade(n):
    """(background, ink)."""
    if n >= MANY:
        return NAVY, WHITE
    if n >= SOME:
        return MIDDLE, "#0b2237"
    return (LIGHT, "#0b2237") if n else (WHITE, "#212b32")
