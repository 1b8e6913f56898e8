"""A panel is one question that a dean asks, with its answer. From what it reads come the words, the figure at
the top, the chart, the table beside it and the files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html

from stepforward.ui.wording import say_number

WIDE, NARROW = 512, 290  # user units; about one pixel each in a card on a desk and on a phone


@dataclass(frozen=True)
class Column:
    """`signed` numbers are changes: they carry their plus on screen."""

    name: str
    is_number: bool = False
    signed: bool = False
    unit: str = ""

    def shown(self, cell):
        """A cell as people read it; a file takes it as it is."""
        if isinstance(cell, date):
            return f"{cell.day} {cell:%b %Y}"
        if not isinstance(cell, int | float):
            return str(cell)
        number = say_number(abs(cell))
        sign = "−" if cell < 0 else "+" if self.signed and cell else ""
        return f"{sign}{number}{self.unit}"


@dataclass(frozen=True)
class Table:
    """Plain cells: text, dates, whole numbers, or decimals already rounded as far as they can be trusted."""

    columns: list
    rows: list
    n: int
    note: str = ""
    source: str = ""

    @property
    def header(self):
        return [column.name for column in self.columns]

    def shown(self):
        """Rows of (column, text) for a page."""
        return [
            [(column, column.shown(cell)) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Headline:
    """A figure for the top of the dashboard, its unit and one sentence."""

    figure: str
    unit: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a panel found for one scope. `draw(width, name)` gives the chart as SVG; None where a chart would
    show nothing. Without a table there is nothing to tell, and `words` say why."""

    words: str
    table: Table | None = None
    draw: Callable | None = None
    headline: Headline | None = None


class Panel:
    """Subclasses give a `slug`, a `question` and `read(scope)`; `order` is their place on the page."""

    slug = ""
    question = ""
    order = 100
    is_tall = False  # beside two others on a desk

    def read(self, scope):
        raise NotImplementedError

    def answer(self, scope):
        return self.read(scope).words

    def table(self, scope):
        return self.read(scope).table


class ReadPanel:
    """A panel with its reading for one scope: what pages draw."""

    def __init__(self, panel, scope):
        self.slug, self.question, self.is_tall = panel.slug, panel.question, panel.is_tall
        self.reading = panel.read(scope)

    @property
    def charts(self):
        """The same chart for a card on a desk and for a phone; the style sheet shows the one that fits."""
        if self.reading.draw is None:
            return ""
        return format_html(
            '<div class="sf-chart"><div class="sf-chart__wide">{}</div>'
            '<div class="sf-chart__narrow">{}</div></div>',
            self.reading.draw(WIDE, f"{self.slug}-wide"),
            self.reading.draw(NARROW, f"{self.slug}-narrow"),
        )
