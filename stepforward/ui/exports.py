"""Any list as a file: `?format=csv` or `?format=xlsx`, with the same header and the same rows.

    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "requests", COLUMNS, map(_cells, found.iterator(chunk_size=500)))

Rows are sequences of what Python has: text, numbers, dates, datetimes, None. `{% downloads %}` gives the page
its links. A file is streamed while the rows are read: nothing is kept, however many there are.
"""

import csv
import re
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from math import isfinite

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from stepforward.ui.spreadsheet import workbook
from stepforward.ui.wording import in_london

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # noqa: RUF001
NO_FILE_HOLDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROWS_AT_ONCE = 200


def export_asked(request):
    """ "csv" or "xlsx", where the address asks for a file that there is; or None."""
    asked = request.GET.get("format")
    return asked if asked in FORMATS else None


def export(kind, name, header, rows):
    """Stream `rows` (an iterable of sequences) under `header` as the download `name`.csv or `name`.xlsx."""
    content_type, write = FORMATS[kind]
    cells = ([plain(cell) for cell in row] for row in rows)
    file_name = f"{slugify(name) or 'list'}.{kind}"
    headers = {
        "Content-Disposition": content_disposition_header(True, file_name),
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(
        write([plain(cell) for cell in header], cells), content_type=content_type, headers=headers
    )


def plain(cell):
    """What a file holds of a cell: a number, a London date, time or naive datetime, or text without control
    characters. An infinite number says nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        return in_london(cell).replace(microsecond=0, tzinfo=None)
    if isinstance(cell, int | float | Decimal):
        return cell if isfinite(cell) else ""
    if isinstance(cell, date | time):
        return cell
    return NO_FILE_HOLDS.sub("", str(cell))


def harmless(cell):
    """A plain cell for a CSV, which has no types: text that a spreadsheet would take for a formula gets a
    leading apostrophe; numbers stay numbers."""
    if isinstance(cell, str):
        return f"'{cell}" if looks_like_a_formula(cell) else cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell


def looks_like_a_formula(text):
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


class _Echo:
    """A file for csv.writer that hands every line back instead of keeping it."""

    def write(self, line):
        return line


def _csv(header, rows):
    """With a byte order mark, so that Excel reads accents as they were written."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(map(harmless, header))
    while lines := [writer.writerow(map(harmless, row)) for row in islice(rows, ROWS_AT_ONCE)]:
        yield "".join(lines)


def _xlsx(header, rows):
    return workbook(header, rows, is_risky=looks_like_a_formula)


FORMATS = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
