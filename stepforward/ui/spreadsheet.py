"""An xlsx (ECMA-376, Office Open XML) written piece by piece while its rows are read.

openpyxl's write-only mode needs as little memory, but sends nothing until the last row is written: 24 seconds
for 50,000 rows. Here the archive goes out as it grows. Text is written as text, so no program runs it; where
it looks like a formula the cell is marked to stay text, too, when somebody edits it.
"""

import re
from datetime import date, datetime, time
from itertools import chain, count, islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 1_048_576  # of one sheet, its header included
LONGEST_TEXT = 32_767  # characters of one cell
ROWS_AT_ONCE = 200
EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count a 29 February 1900 that never was
SECONDS_A_DAY = 86_400
GENERAL, HEADING, DAY, MOMENT, CLOCK, STAYS_TEXT = range(6)  # places in FORMATS
HEX_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _format(number, font=0, more=""):
    return f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" applyNumberFormat="1"{more}/>'


AS_TEXT = ' quotePrefix="1"'  # what a leading apostrophe does, without one that is seen
FORMATS = (
    _format(0),
    _format(49, font=1, more=' applyFont="1"' + AS_TEXT),
    _format(164),
    _format(165),
    _format(166),
    _format(49, more=AS_TEXT),
)
STYLES = f"""{XML}<styleSheet xmlns="{MAIN}">
<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>
<numFmt numFmtId="166" formatCode="hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>
<font><b/><sz val="11"/><name val="Arial"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="{len(FORMATS)}">{"".join(FORMATS)}</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="{TYPE}.worksheet+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>"""
START = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
FIRST = (("[Content_Types].xml", TYPES), ("_rels/.rels", START), ("xl/styles.xml", STYLES))
SHEET = f"""{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<cols><col min="1" max="{{columns}}" width="22" customWidth="1"/></cols><sheetData>"""
SHEET_ENDS = "</sheetData></worksheet>"


class _Pieces:
    """A file that only goes forward, and whose content is taken away as it comes."""

    def __init__(self):
        self.held = []

    def write(self, piece):
        self.held.append(bytes(piece))
        return len(piece)

    def flush(self):
        pass

    def taken(self):
        held, self.held = self.held, []
        return b"".join(held)


def workbook(header, rows, *, is_risky, most_rows=MOST_ROWS):
    """Yield the bytes of an xlsx. Cells are text, numbers, dates, naive datetimes or times; `is_risky(text)`
    says which text looks like a formula. What does not fit into one sheet goes on in the next."""
    pieces, rows = _Pieces(), iter(rows)
    with ZipFile(pieces, "w", ZIP_DEFLATED) as archive:
        _add(archive, FIRST)
        for sheet in count(1):
            with archive.open(f"xl/worksheets/sheet{sheet}.xml", "w") as part:
                for text in _sheet(header, islice(rows, most_rows - 1), is_risky):
                    part.write(text.encode())
                    if pieces.held:
                        yield pieces.taken()
            if (following := next(rows, None)) is None:
                break
            rows = chain([following], rows)
        _add(archive, _names(sheet))
    yield pieces.taken()


def _add(archive, parts):
    for name, text in parts:
        with archive.open(name, "w") as part:
            part.write(text.encode())


def _sheet(header, rows, is_risky):
    letters = [_letters(column) for column in range(max(len(header), 1))]
    yield SHEET.format(columns=len(letters))
    names = zip(letters, header, strict=False)
    yield f'<row r="1">{"".join(_text(f"{letter}1", name, HEADING) for letter, name in names)}</row>'
    numbered = enumerate(rows, 2)
    while some := list(islice(numbered, ROWS_AT_ONCE)):
        yield "".join(
            f'<row r="{number}">'
            + "".join(
                _cell(f"{letter}{number}", cell, is_risky)
                for letter, cell in zip(letters, row, strict=True)
                if cell != ""
            )
            + "</row>"
            for number, row in some
        )
    yield SHEET_ENDS


def _cell(place, cell, is_risky):
    if isinstance(cell, str):
        return _text(place, cell, STAYS_TEXT if is_risky(cell) else GENERAL)
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else None
        day = moment.date() if moment else cell
        if day < FIRST_DAY:
            return _text(place, cell.isoformat(), GENERAL)
        days = (day - EPOCH).days
        return _number(place, days + _of_a_day(moment), MOMENT) if moment else _number(place, days, DAY)
    if isinstance(cell, time):
        return _number(place, _of_a_day(cell), CLOCK)
    return _number(place, cell, GENERAL)


def _of_a_day(clock):
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / SECONDS_A_DAY


def _number(place, number, style):
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'


def _text(place, text, style):
    """Spreadsheets read _x000D_ within text as a character by its number; so an underscore before such a
    number is written as one itself."""
    text = escape(HEX_ESCAPE.sub("_x005F_", text[:LONGEST_TEXT]), {"\r": "&#13;"})
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column):
    """A, B … Z, AA …, of 0, 1 …"""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _names(sheets):
    """(name, text) of what joins `sheets` sheets to a workbook."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    kept = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield (
        "xl/workbook.xml",
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{kept}'
        f'<Relationship Id="rId{sheets + 1}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
