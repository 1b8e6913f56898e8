"""Cells that were merged in a workbook. One that reaches down says the same in each of its rows; one that
reaches across counts in its first column alone."""

import re
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string

from stepforward.importing.refusals import CannotRead

MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"'
)
CHUNK = 200_000  # bytes
LONGEST = 400  # bytes of one such element
MOST = 20_000
TOO_MANY = (
    "This spreadsheet has too many merged cells to be a table. Take the merging off, and bring it again."
)


class Merged:
    """Of one sheet: by column, from which row to which."""

    def __init__(self, stretches=()):
        self.columns, self.said = {}, {}
        for column, first, last in stretches:
            self.columns.setdefault(column, []).append((first, last))

    def first_row(self, number, column):
        """The row whose cell is merged with this one below it, or None."""
        found = (first for first, last in self.columns.get(column, ()) if first < number <= last)
        return next(found, None)

    def filled(self, rows):
        """`rows` of (number, values), with what a merged cell says in each of its rows."""
        for number, values in rows:
            for column, stretches in self.columns.items():
                for first, last in stretches:
                    if number == first:
                        self.said[column] = values[column] if column < len(values) else None
                    elif first < number <= last:
                        values += [None] * (column + 1 - len(values))
                        values[column] = self.said.get(column)
            yield number, values


def merged_in(file, part):
    """The Merged of one sheet of a workbook; `part` is the sheet's path in the archive. Only as much as a
    piece of it is ever in memory."""
    found, rest = [], b""
    with ZipFile(file) as archive, archive.open(part.lstrip("/")) as sheet:
        while chunk := sheet.read(CHUNK):
            text = rest + chunk
            end = 0
            for match in MERGED.finditer(text):
                end, first, last = match.end(), int(match[2]), int(match[3])
                if last > first:
                    found.append((column_index_from_string(match[1].decode()) - 1, first, last))
            if len(found) > MOST:
                raise CannotRead(TOO_MANY)
            rest = text[max(end, len(text) - LONGEST) :]
    return Merged(found)
