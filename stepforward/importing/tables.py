"""Sheets as tables: where the headings are, what stands above them, and the rows below."""

from dataclasses import dataclass, field
from itertools import chain, islice

from stepforward.importing.headings import is_label
from stepforward.importing.merged import Merged
from stepforward.importing.reader import readers

LOOKED_AT = 40  # rows of a sheet in which the headings must come


@dataclass
class Table:
    title: str
    reader: type | None
    found: dict = field(default_factory=dict)  # {meaning: index}
    headings: list = field(default_factory=list)
    above: list = field(default_factory=list)  # rows of values over the headings
    more_headings: list = field(default_factory=list)  # rows of values right under them that are none of data
    rows: object = ()  # iterator of (row number, values)
    merged: Merged = field(default_factory=Merged)

    @property
    def left_out(self):
        taken = set(self.found.values())
        return [str(cell) for index, cell in enumerate(self.headings) if cell and index not in taken]

    def said_above(self, label):
        """The value beside (or after the colon of) a label above the headings."""
        for cells in self.above:
            for index, cell in enumerate(cells):
                if is_label(cell, label):
                    inside = cell.partition(":")[2].strip()
                    beside = next((one for one in cells[index + 1 :] if one is not None), None)
                    return inside or beside
        return None

    def heading(self, meaning):
        """What a column is called, "" where there is none of this meaning."""
        return str(self.headings[self.found[meaning]]) if meaning in self.found else ""

    def merging(self, number, values):
        """A note for each value of a row that stands in a cell merged with one above."""
        return [
            f"“{values[index]}” stands in row {first}, whose cell is merged with this one."
            for index in self.found.values()
            if (first := self.merged.first_row(number, index)) and values[index] is not None
        ]

    def cells(self, values):
        return {
            meaning: values[index] if index < len(values) else None for meaning, index in self.found.items()
        }


def table_of(sheet, only=None):
    """The table on a sheet; with `only` (a Reader class) read as that. Without headings its reader is
    None."""
    rows = iter(sheet.rows)
    first = list(islice(rows, LOOKED_AT))
    best = None
    for place, (_, cells) in enumerate(first):
        for reader in [only] if only else readers():
            found = reader.headings(cells)
            if reader.fits(found) and (best is None or len(found) > len(best[2])):
                best = (place, reader, found)
    if best is None:
        return Table(sheet.title, None, rows=_filled(chain(first, rows), None))
    place, reader, found = best
    headings = first[place][1]
    above = [cells for _, cells in first[:place]]
    place += 1
    more = []
    while place < len(first) and reader.heads_too(first[place][1]):
        more.append(first[place][1])
        place += 1
    below = _filled(chain(first[place:], rows), headings)
    return Table(sheet.title, reader, found, headings, above, more, below, sheet.merged)


def _filled(rows, headings):
    """Rows that hold something, and are not the headings printed again."""
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells) and cells != headings:
            yield number, cells
