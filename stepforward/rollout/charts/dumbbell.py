"""Then and now on one scale: an open circle, a full one, and around it the interval of the change. Below,
where it is known, what was said at other times: a diamond for before it all, a square for later."""

from dataclasses import dataclass

from stepforward.rollout.charts.svg import (
    GREY,
    INK,
    LINE,
    NAVY,
    QUIET,
    TEAL,
    WHITE,
    Drawing,
    in_lines,
    width_of,
)
from stepforward.ui.wording import say_number

POINTS = (1, 2, 3, 4, 5)
TRACK = 17  # from the pair down to what was said at other times
KEY_LINE = 16
GAP = "\u2003"  # a wide space, which a drawing keeps


@dataclass(frozen=True)
class Pair:
    """Means on the scale; `low` and `high` are the interval of `change`. `true_before` and `later` are means
    of what was asked at those times."""

    text: str
    before: float
    now: float
    change: float
    low: float
    high: float
    true_before: float | None = None
    later: float | None = None

    @property
    def has_other_times(self):
        return self.true_before is not None or self.later is not None


def draw(rows, width, name, *, n, title, description):
    """`rows` is [Pair, …]; n is how many people answered."""
    is_wide = width > 400
    left = 190 if is_wide else 12
    right = 122 if is_wide else 12
    drawn, at = [], 8
    for row in rows:
        lines = in_lines(row.text, (left - 12) if is_wide else width - 4, size=13)
        track = TRACK if row.has_other_times else 0
        height = max(34 + track, 17 * len(lines) + 10) if is_wide else 17 * len(lines) + 48 + track
        drawn.append((at, height, lines, row))
        at += height
    key = _key(rows, width, n)
    bottom = at + 40
    drawing = Drawing(name, width, bottom + KEY_LINE * len(key) - 6, title=title, description=description)

    def x(value):
        return left + (width - left - right) * (value - 1) / 4

    for point in POINTS:
        drawing.line(x(point), 4, x(point), at, LINE)
        drawing.text(x(point), at + 16, str(point), middle=True, fill=QUIET)
    for top, height, lines, row in drawn:
        centre, track = top + height / 2, TRACK if row.has_other_times else 0
        middle = centre - track / 2 if is_wide else top + 17 * len(lines) + 32
        first = centre + 4.5 - 8.5 * (len(lines) - 1) if is_wide else top + 13
        for number, line in enumerate(lines):
            _on_white(drawing, first + 17 * number, line, is_wide)
        _draw_pair(drawing, x, middle, row)
        _draw_other_times(drawing, x, middle + TRACK, row)
        said = f"{row.change:+.1f}".replace("-", "−")
        about = f"({row.low:.1f} to {row.high:.1f})".replace("-", "−")
        if is_wide:
            drawing.text(width - right + 16, middle + 4.5, said, size=13, bold=True, fill=NAVY)
            drawing.text(width - right + 46, middle + 4.5, about, size=12, fill=QUIET)
        else:
            _on_white(drawing, first + 17 * len(lines), f"{said} {about}", is_wide, bold=True, fill=NAVY)
    for number, line in enumerate(key):
        drawing.text(0, bottom - 2 + KEY_LINE * number, line, size=12, fill=QUIET)
    return drawing


def _key(rows, width, n):
    """Lines of what the marks mean, as many to a line as there is room for."""
    parts = ["○ before, as remembered", "● now", "| 95% interval of the change"]
    if any(row.true_before is not None for row in rows):
        parts.append("◇ before, as said before")
    if any(row.later is not None for row in rows):
        parts.append("■ three months on")
    lines = [""]
    for part in [*parts, f"n = {say_number(n)}"]:
        longer = f"{lines[-1]}{GAP}{part}" if lines[-1] else part
        if width_of(longer, 12) > width:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _draw_pair(drawing, x, middle, row):
    drawing.line(x(row.before), middle, x(row.now), middle, INK, 1.5)
    low, high = (min(max(row.before + end, 1), 5) for end in (row.low, row.high))
    for end in (low, high):
        drawing.line(x(end), middle - 9, x(end), middle + 9, GREY, 1.5)
    drawing.add("circle", cx=x(row.before), cy=middle, r=5.5, fill=WHITE, stroke=NAVY, stroke_width=2.5)
    drawing.add("circle", cx=x(row.now), cy=middle, r=6, fill=NAVY)


def _draw_other_times(drawing, x, middle, row):
    """The diamond has no ground, so that both are seen where they meet."""
    if row.later is not None:
        drawing.add("rect", x=x(row.later) - 5, y=middle - 5, width=10, height=10, fill=TEAL)
    if row.true_before is not None:
        at = x(row.true_before)
        corners = [(at - 7, middle), (at, middle - 7), (at + 7, middle), (at, middle + 7)]
        drawing.path([*corners, corners[0]], stroke=GREY, stroke_width=2, stroke_linejoin="round")


def _on_white(drawing, y, line, is_wide, **drawn):
    """Words over the scale's lines on a phone get a white ground."""
    if not is_wide:
        drawing.add("rect", x=0, y=y - 13, width=width_of(line, 13) + 4, height=17, fill=WHITE)
    drawing.text(0, y, line, size=13, **drawn)
