"""CSV that opens in a spreadsheet as it was meant: with a byte order mark, and without formulas."""

import csv

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # noqa: RUF001


class _Echo:
    """A file for csv.writer that hands every line back instead of keeping it."""

    def write(self, line):
        return line


def harmless(cell):
    """Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and (cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)):
        return f"'{cell}"
    return "" if cell is None else cell


def csv_response(filename, header, rows):
    """Stream `rows` (an iterable of sequences) as a download named `filename`; nothing is held in memory."""
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff"
        yield writer.writerow([harmless(cell) for cell in header])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)
