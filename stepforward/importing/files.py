"""Spreadsheets as sheets of rows of plain values: .xlsx by openpyxl (values only, streamed) and .csv.

A cell is None, a str (trimmed, without control characters), an int, a float, a bool, or a naive date or
datetime. Formulas are never worked out: a cell that starts with "=" is text. Whatever is no honest table of a
reasonable size raises CannotRead with a sentence.
"""

import csv
import io
import unicodedata
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from zipfile import BadZipFile

import openpyxl

from stepforward.importing.merged import Merged, merged_in
from stepforward.importing.refusals import CannotRead
from stepforward.inspecting.archives import Damaged, look_into
from stepforward.inspecting.texts import WITH_A_MARK, decoded

MOST_BYTES = 10_000_000  # of the file as it comes
MOST_UNPACKED = 120_000_000  # bytes of all parts of an .xlsx together
MOST_SHARED = 40_000_000  # bytes of the part that is held in memory as a whole: the texts
MOST_PARTS = 2_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 10_000  # of one cell
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
TOO_BIG = f"The file must be smaller than {MOST_BYTES // 1_000_000}MB. Split it into smaller ones."
UNPACKS_TOO_BIG = "This file unpacks to far more than a spreadsheet of its size should, so it was not opened."
MACROS = "This file has macros in it. Save it as an Excel workbook (.xlsx), which has none."
NOT_A_TABLE = "This file is not a spreadsheet. Save it as .xlsx or .csv."
OPEN_QUOTE = "This file is not a table: its quotation marks do not close."
END = "\x1e"  # a line of its own after the last, unless a quotation mark before it was never closed
BROKEN = "This spreadsheet is damaged, so it cannot be read. Open it, save it again as .xlsx and try that."


@dataclass(frozen=True)
class Sheet:
    title: str  # "" where the file has only one
    rows: object  # iterator of (row number from 1, [values])
    merged: Merged = field(default_factory=Merged)


@contextmanager
def opened(file, name):
    """The sheets of a seekable binary `file`, as an iterator. `name` is what the file is called."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MOST_BYTES:
        raise CannotRead(TOO_BIG)
    begins = file.read(8)
    file.seek(0)
    lower = name.lower()
    if lower.endswith((".xlsm", ".xltm", ".xlsb", ".xlam")):
        raise CannotRead(MACROS)
    if begins.startswith(OLD_EXCEL):
        raise CannotRead(
            "This is an older Excel file, or has a password. Save it as .xlsx without a password."
        )
    if is_workbook(file):
        with _workbook(file) as sheets:
            yield sheets
    elif lower.endswith((".xlsx", ".xls", ".ods")):
        raise CannotRead(NOT_A_TABLE)
    else:
        yield iter([Sheet("", _numbered(_csv_rows(file)))])


# --- xlsx ---


def is_workbook(file):
    """Whether the seekable binary `file`, left at its beginning, is an archive, as workbooks are."""
    file.seek(0)
    begins = file.read(2)
    file.seek(0)
    return begins == b"PK"


@contextmanager
def _workbook(file):
    _refuse_hostile(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of pictures and styles that it leaves out
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever a damaged file makes the parsers say
        raise CannotRead(BROKEN) from error
    try:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        many = len(seen) > 1
        yield (_sheet(file, sheet, many) for sheet in seen)
    finally:
        book.close()


def _sheet(file, sheet, many):
    try:
        merged = merged_in(file, sheet._worksheet_path)
    except (KeyError, OSError, BadZipFile) as error:
        raise CannotRead(BROKEN) from error
    rows = merged.filled(_numbered(_values(sheet)))
    return Sheet(_plain(sheet.title) if many else "", rows, merged)


def _refuse_hostile(file):
    try:
        archive = look_into(file)
    except Damaged as error:
        raise CannotRead(BROKEN) from error
    if archive.has_macros:
        raise CannotRead(MACROS)
    if not archive.names & {"xl/workbook.xml", "[content_types].xml"}:
        raise CannotRead(NOT_A_TABLE)
    shared = archive.unpacked(outside="xl/worksheets/")
    if len(archive.parts) > MOST_PARTS or shared > MOST_SHARED or archive.unpacked() > MOST_UNPACKED:
        raise CannotRead(UNPACKS_TOO_BIG)


def _values(sheet):
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    try:
        yield from sheet.iter_rows(values_only=True)
    except CannotRead:
        raise
    except Exception as error:  # as above
        raise CannotRead(BROKEN) from error


# --- csv ---


def _csv_rows(file):
    text = _decoded(file.read())
    first_lines = text[:20_000].splitlines()[:10]
    separator = max(",;\t", key=lambda sign: _evenness(first_lines, sign))
    csv.field_size_limit(1_000_000)
    lines = chain(io.StringIO(text, newline=""), [END])
    before = None  # one row behind, because only the last tells whether every quotation mark was closed
    try:
        for row in csv.reader(lines, delimiter=separator):
            if before is not None:
                yield before
            before = row
    except csv.Error as error:
        raise CannotRead(OPEN_QUOTE) from error
    if before != [END]:
        raise CannotRead(OPEN_QUOTE)


def _decoded(raw):
    text = decoded(raw)
    if text is None and b"\x00" in raw and not raw.startswith(WITH_A_MARK):
        raise CannotRead("This file has NUL bytes in it, so it is no text. Save it as .csv again.")
    if text is None or text.lstrip()[:5].lower() in {"<html", "<?xml", "%pdf-", "<!doc"}:
        raise CannotRead(NOT_A_TABLE)
    return text


def _evenness(lines, sign):
    """How well `sign` divides the lines: by the median of how often it is there, then by all of them."""
    counts = sorted(line.count(sign) for line in lines if line.strip())
    return (counts[len(counts) // 2], sum(counts)) if counts else (0, 0)


# --- both ---


def _numbered(rows):
    for number, cells in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise CannotRead(f"This sheet has more than {MOST_ROWS:,} rows. Split it into smaller files.")
        yield number, [_value(cell) for cell in cells[:MOST_COLUMNS]]


def _value(cell):
    return (_plain(cell) or None) if isinstance(cell, str) else cell


def _plain(text):
    """Without control characters (lines are kept), trimmed, in composed form."""
    text = text[:MOST_CHARACTERS]
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ")
    return "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Cf"}
    ).strip()
