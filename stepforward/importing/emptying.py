"""A file that is kept until it is moved in, without the columns that nobody may keep."""

import csv
import io
import re
from datetime import date, time

import openpyxl

from stepforward.importing.files import is_workbook, opened
from stepforward.importing.tables import table_of

NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]]")
VALUES = (str, int, float, date, time)  # a datetime is a date, a bool is an int


def only_what_is_read(file, name, reader):
    """The bytes of an equal file in which every row has its number, and cells that `reader`, a Reader class,
    does not read are empty. Sheets without its headings, and rows above them, are left out."""
    as_workbook = is_workbook(file)
    with opened(file, name) as sheets:
        tables = ((sheet.title, table_of(sheet, only=reader)) for sheet in sheets)
        found = ((title, table) for title, table in tables if table.reader)
        return _workbook(found) if as_workbook else _csv(next(found)[1])


def _workbook(found):
    book, content = openpyxl.Workbook(write_only=True), io.BytesIO()
    for title, table in found:
        sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", title) or None)
        for row in _rows(table):
            sheet.append(row)
    book.save(content)
    return content.getvalue()


def _csv(table):
    text = io.StringIO()
    csv.writer(text).writerows(_rows(table))
    return text.getvalue().encode()


def _rows(table):
    """The headings and what stands under them, as many rows down as before."""
    taken, place = set(table.found.values()), len(table.above)
    yield from ([] for _ in table.above)
    yield list(table.headings)
    for number, values in table.rows:
        yield from ([] for _ in range(number - place - 2))
        place = number - 1
        yield [_value(cell) if index in taken else None for index, cell in enumerate(values)]


def _value(cell):
    return cell if isinstance(cell, VALUES) else None
