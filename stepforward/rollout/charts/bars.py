"""Bars with their share beside them; the number always stands in words, so no colour is needed."""

from stepforward.rollout.charts.svg import LILAC, LINE, NAVY, QUIET, Drawing, in_lines, width_of
from stepforward.ui.wording import say_number


def draw(rows, width, name, *, n, title, description, key=""):
    """`rows` is [(label, how many, said beside the bar, whether it is set apart), …]; bars are of `n`."""
    is_wide = width > 400
    left = 178 if is_wide else 0
    room_for_words = max((width_of(said, 13, bold=True) for _, _, said, _ in rows), default=0) + 12
    most = max((many for _, many, _, _ in rows), default=0) or 1
    placed, at = [], 2
    for row in rows:
        lines = in_lines(row[0], (left - 10) if is_wide else width - 4, size=13, most=2)
        height = max(30, 16 * len(lines) + 8) if is_wide else 16 * len(lines) + 26
        placed.append((at, height, lines, row))
        at += height
    drawing = Drawing(name, width, at + 26, title=title, description=description)
    drawing.line(left, 0, left, at, LINE if is_wide else "none")
    for top, height, lines, (_, many, said, is_apart) in placed:
        middle = top + height / 2 if is_wide else top + height - 15
        first = middle + 4.5 - 8 * (len(lines) - 1) if is_wide else top + 13
        for number, line in enumerate(lines):
            drawing.text(0, first + 16 * number, line, size=13)
        length = (width - left - room_for_words) * many / most
        drawing.add(
            "rect",
            x=left,
            y=middle - 10,
            width=max(length, 1.5),
            height=20,
            fill=LILAC if is_apart else NAVY,
            stroke=NAVY if is_apart else None,
            stroke_dasharray="4 3" if is_apart else None,
        )
        drawing.text(left + length + 8, middle + 4.5, said, size=13, bold=True)
    drawing.text(0, at + 20, f"{key}n = {say_number(n)}", size=12, fill=QUIET)
    return drawing
