"""A line that grows over time, with its target, the even pace to it, and where it is likely to end."""

from dataclasses import dataclass, field
from datetime import date
from math import ceil, log10

from stepforward.rollout.charts.svg import GREY, NAVY, QUIET, SIZE, Drawing, width_of
from stepforward.ui.wording import say_number


@dataclass(frozen=True)
class Growth:
    """`points` [(day, so far), …] within `start` to `end` (half-open); `way` as in pace.Projection."""

    start: date
    end: date
    points: list
    n: int
    now_word: str = "today"
    target: int | None = None
    way: list = field(default_factory=list)


def draw(growth, width, name, *, title, description):
    low_font = 12 if width > 400 else 11
    labels = _labels_at_the_end(growth)
    left = max(width_of(say_number(tick), low_font) for tick in _ticks(growth)) + 10
    right = max((width_of(label, SIZE, bold=bold) for _, label, bold in labels), default=6) + 10
    top, bottom = 26, 44
    height = 248 if width > 400 else 228
    drawing = Drawing(name, width, height, title=title, description=description)
    ticks, days = _ticks(growth), max((growth.end - growth.start).days, 1)

    def x(day):
        return left + (width - left - right) * min(max((day - growth.start).days / days, 0), 1)

    def y(n):
        return height - bottom - (height - top - bottom) * n / ticks[-1]

    for tick in ticks:
        drawing.line(left, y(tick), width - right, y(tick))
        drawing.text(left - 8, y(tick) + 4, say_number(tick), end=True, size=low_font, fill=QUIET)
    for day, word in _months(growth, (width - left - right) // 46):
        if x(day) + width_of(word, low_font) <= width:
            drawing.text(x(day), height - bottom + 18, word, size=low_font, fill=QUIET)
    if growth.target:
        drawing.line(left, y(growth.target), width - right, y(growth.target), GREY, 2, stroke_dasharray="2 4")
        drawing.line(left, y(0), width - right, y(growth.target), GREY, 1, stroke_opacity="0.55")
    if growth.way:
        upper = [(x(day), y(min(high, ticks[-1]))) for day, _, _, high in growth.way]
        lower = [(x(day), y(low)) for day, _, low, _ in growth.way]
        drawing.path([*upper, *reversed(lower)], fill="#dbe3ea")
        drawing.path(
            [(x(day), y(likely)) for day, likely, _, _ in growth.way],
            stroke=NAVY,
            stroke_width=2,
            stroke_dasharray="6 4",
        )
    drawing.path(
        [(x(day), y(n)) for day, n in growth.points], stroke=NAVY, stroke_width=3, stroke_linejoin="round"
    )
    day, n = growth.points[-1]
    drawing.add("circle", cx=x(day), cy=y(n), r=4.5, fill=NAVY)
    _say_today(drawing, growth, x(day), y(n), left)
    for at, (_, label, bold) in zip(_kept_apart([y(value) for value, _, _ in labels]), labels, strict=True):
        drawing.text(width - right + 6, at + 4, label, bold=bold, fill=NAVY if bold else GREY)
    drawing.text(left if width > 400 else 0, height - 6, _key(growth, width), fill=QUIET)
    return drawing


def _say_today(drawing, growth, x, y, left):
    said = f"{say_number(growth.n)} {growth.now_word}"
    room = width_of(said, 13, bold=True)
    if x - left > room + 6:
        drawing.text(x - 6, y - 8, said, size=13, bold=True, end=True, fill=NAVY)
    else:
        drawing.text(max(left + 4, x - room / 2), y - 12, said, size=13, bold=True, fill=NAVY)


def _key(growth, width):
    said = f"n = {say_number(growth.n)}"
    if growth.target and width > 400:
        return f"{said}. Dotted: the target. Thin line: an even pace to it."
    return f"{said}. Thin line: even pace to target." if growth.target else said


def _labels_at_the_end(growth):
    """[(height as a count, text, bold), …], the highest first."""
    found = []
    if growth.way:
        likely = growth.way[-1][1]
        found.append((likely, f"{say_number(round(likely))} likely", True))
    if growth.target:
        found.append((growth.target, f"target {say_number(growth.target)}", False))
    return sorted(found, reverse=True)


def _kept_apart(heights, gap=15):
    """Heights from the top down, pushed apart until lines of text do not touch."""
    placed = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed


def _ticks(growth):
    """Round numbers from 0 to above everything that is drawn."""
    tops = [growth.n, growth.target or 0, *(high for *_, high in growth.way), 4]
    most = max(tops)
    rough = most / 3
    unit = 10 ** int(log10(rough)) if rough >= 1 else 1
    step = next(unit * times for times in (1, 2, 4, 5, 10) if unit * times >= rough)
    return [step * count for count in range(ceil(most / step) + 1)]


def _months(growth, most):
    """[(first day, its name), …], at most `most` of them, with the year where it takes more than one."""
    months, day = [], growth.start.replace(day=1)
    while day < growth.end:
        if day >= growth.start:
            months.append(day)
        day = (day.replace(day=28) + _FIVE_DAYS).replace(day=1)
    every = next((step for step in (1, 2, 3, 6, 12) if len(months) / step <= max(most, 2)), 24)
    long = (growth.end - growth.start).days > 366
    return [(day, f"{day:%b %y}" if long else f"{day:%b}") for day in months[::every]]


_FIVE_DAYS = date(2000, 1, 6) - date(2000, 1, 1)
