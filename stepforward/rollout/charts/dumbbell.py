"""Then and now on one scale: an open circle, a full one, and around it the interval of the change."""

from stepforward.rollout.charts.svg import GREY, INK, LINE, NAVY, QUIET, WHITE, Drawing, in_lines, width_of
from stepforward.ui.wording import say_number

POINTS = (1, 2, 3, 4, 5)


def draw(rows, width, name, *, n, title, description):
    """`rows` is [(text, intervals.Change), …]; n is how many people answered."""
    is_wide = width > 400
    left = 190 if is_wide else 12
    right = 118 if is_wide else 12
    drawn, at = [], 8
    for said, change in rows:
        lines = in_lines(said, (left - 12) if is_wide else width - 4, size=13)
        height = max(34, 17 * len(lines) + 10) if is_wide else 17 * len(lines) + 32
        drawn.append((at, height, lines, change))
        at += height
    drawing = Drawing(name, width, at + 50, title=title, description=description)

    def x(value):
        return left + (width - left - right) * (value - 1) / 4

    for point in POINTS:
        drawing.line(x(point), 4, x(point), at, LINE)
        drawing.text(x(point), at + 16, str(point), middle=True, fill=QUIET)
    for top, height, lines, change in drawn:
        middle = top + height / 2 if is_wide else top + height - 17
        first = middle + 4.5 - 8.5 * (len(lines) - 1) if is_wide else top + 13
        for number, line in enumerate(lines):
            _on_white(drawing, 0, first + 17 * number, line, is_wide)
        _draw_pair(drawing, x, middle, change)
        said = f"{change.mean:+.1f}".replace("-", "−")
        about = f" ({change.low:.1f} to {change.high:.1f})".replace("-", "−")
        if is_wide:
            drawing.text(width - right + 16, middle + 4.5, said, size=13, bold=True, fill=NAVY)
            drawing.text(width - right + 46, middle + 4.5, about.strip(), size=12, fill=QUIET)
        else:
            _change_where_there_is_room(drawing, x, middle, change, said + about, width)
    key = "○ before, as remembered   ● now   | 95% interval of the change"
    if is_wide:
        drawing.text(0, at + 40, f"{key}   n = {say_number(n)}", size=12, fill=QUIET)
    else:
        drawing.text(0, at + 32, "○ before, as remembered   ● now", size=12, fill=QUIET)
        drawing.text(0, at + 46, f"| 95% interval of the change   n = {say_number(n)}", size=12, fill=QUIET)
    return drawing


def _draw_pair(drawing, x, middle, change):
    drawing.line(x(change.before), middle, x(change.now), middle, INK, 1.5)
    low, high = (min(max(change.before + end, 1), 5) for end in (change.low, change.high))
    for end in (low, high):
        drawing.line(x(end), middle - 9, x(end), middle + 9, GREY, 1.5)
    drawing.add("circle", cx=x(change.before), cy=middle, r=5.5, fill=WHITE, stroke=NAVY, stroke_width=2.5)
    drawing.add("circle", cx=x(change.now), cy=middle, r=6, fill=NAVY)


def _change_where_there_is_room(drawing, x, middle, change, said, width):
    """On a phone: left of the pair where it is high on the scale, right of it where it is low."""
    lowest, highest = sorted((change.before, change.now))
    room = width_of(said, 12, bold=True)
    if x(lowest) - 14 > room:
        drawing.text(x(lowest) - 12, middle + 4.5, said, size=12, bold=True, end=True, fill=NAVY)
    else:
        drawing.text(min(x(highest) + 22, width - room), middle + 4.5, said, size=12, bold=True, fill=NAVY)


def _on_white(drawing, x, y, line, is_wide):
    """A label over the scale's lines on a phone gets a white ground."""
    if not is_wide:
        drawing.add("rect", x=x, y=y - 13, width=width_of(line, 13) + 4, height=17, fill=WHITE)
    drawing.text(x, y, line, size=13)
