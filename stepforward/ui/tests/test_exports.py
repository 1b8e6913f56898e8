import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from zipfile import ZipFile

import pytest
from django.test import RequestFactory
from openpyxl import load_workbook

from stepforward.ui.exports import FORMATS, ROWS_AT_ONCE, export, export_asked, looks_like_a_formula
from stepforward.ui.spreadsheet import _letters, workbook

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u00a0+"]  # noqa: RUF001
EVERY_TYPE = [
    None,
    True,
    -3,
    1.5,
    Decimal("-1.50"),
    float("inf"),
    date(2026, 3, 29),
    datetime(2026, 7, 1, 8, 30, 15, 999, tzinfo=UTC),
    time(9, 5),
    date(1066, 10, 14),
    "plain",
]


def content_of(kind, header, rows):
    return b"".join(export(kind, "a", header, rows))


def csv_rows(header, rows):
    return list(csv.reader(io.StringIO(content_of("csv", header, rows).decode("utf-8-sig"), newline="")))


def sheet_of(header, rows):
    return load_workbook(io.BytesIO(content_of("xlsx", header, rows))).active


@pytest.mark.parametrize("start", STARTS)
def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_a_csv(start):
    assert csv_rows(["Team"], [[f"{start}HYPERLINK(1)"]])[1] == [f"'{start}HYPERLINK(1)"]


@pytest.mark.parametrize("start", STARTS)
def test_in_a_spreadsheet_it_is_text_as_it_was_written_and_stays_text_when_edited(start):
    cell = sheet_of(["Team"], [[f"{start}HYPERLINK(1)"]])["A2"]
    assert cell.data_type == "s"
    assert cell.value == f"{start}HYPERLINK(1)"
    assert (cell.number_format, cell.quotePrefix) == ("@", True)


def test_headings_made_of_data_are_harmless_too():
    assert csv_rows(["=1+1"], [])[0] == ["'=1+1"]
    heading = sheet_of(["=1+1"], [])["A1"]
    assert (heading.data_type, heading.value, heading.quotePrefix) == ("s", "=1+1", True)


def test_what_turns_into_a_formula_only_as_text_is_harmless_too():
    class Sly:
        def __str__(self):
            return "=1+1"

    assert csv_rows(["a"], [[Sly()]])[1] == ["'=1+1"]
    assert sheet_of(["a"], [[Sly()]])["A2"].data_type == "s"


def test_each_type_is_itself_in_a_csv():
    assert csv_rows([str(n) for n in range(11)], [EVERY_TYPE])[1] == [
        "",
        "Yes",
        "-3",
        "1.5",
        "-1.50",
        "",
        "2026-03-29",
        "2026-07-01 09:30:15",
        "09:05:00",
        "1066-10-14",
        "plain",
    ]


def test_each_type_is_itself_in_a_spreadsheet():
    cells = sheet_of([str(n) for n in range(11)], [EVERY_TYPE])[2]
    assert [cell.value for cell in cells] == [
        None,
        "Yes",
        -3,
        1.5,
        -1.5,
        None,
        datetime(2026, 3, 29),  # noqa: DTZ001
        datetime(2026, 7, 1, 9, 30, 15),  # noqa: DTZ001
        time(9, 5),
        "1066-10-14",
        "plain",
    ]
    assert [cells[place].data_type for place in (2, 3, 4)] == ["n"] * 3
    assert [cells[place].is_date for place in (6, 7, 8)] == [True] * 3


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), "2026-03-29 00:59:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29 02:00:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 01:30:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25 01:30:00"),
    ],
)
def test_moments_are_what_clocks_in_london_show(moment, said):
    assert csv_rows(["a"], [[moment]])[1] == [said]
    assert str(sheet_of(["a"], [[moment]])["A2"].value) == said


def test_accents_lines_and_signs_arrive_whole():
    text = 'Zoë, "O’Neill" <b>&amp;</b>\r\nsecond line 🙂'
    assert csv_rows(["Name"], [[text]])[1] == [text]
    assert sheet_of(["Name"], [[text]])["A2"].value == text
    assert content_of("csv", ["Name"], []).startswith(b"\xef\xbb\xbf")


def test_what_no_file_can_hold_is_left_out_and_what_is_too_long_for_a_cell_is_cut():
    assert csv_rows(["a"], [["a\x00b\x1fc\ufffed"]])[1] == ["abcd"]
    assert sheet_of(["a"], [["a\x00b\x1fc\ufffed"]])["A2"].value == "abcd"
    assert len(sheet_of(["a"], [["x" * 40_000]])["A2"].value) == 32_767


def test_text_that_excel_would_read_as_a_character_by_its_number_stays_as_written():
    """ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _x005F_ is an underscore."""
    with ZipFile(io.BytesIO(content_of("xlsx", ["a"], [["_x0041_ and _x_"]]))) as archive:
        assert b">_x005F_x0041_ and _x_</t>" in archive.read("xl/worksheets/sheet1.xml")


def test_rows_are_streamed_as_they_are_read():
    for kind in ("csv", "xlsx"):
        pulled = []

        def rows(pulled=pulled):
            for n in range(50 * ROWS_AT_ONCE):
                pulled.append(n)
                yield [n, f"{n * 7919 % 10007}" * 5]

        pieces = iter(export(kind, "a", ["n", "m"], rows()))
        assert pulled == []
        next(pieces), next(pieces)
        assert len(pulled) < 10 * ROWS_AT_ONCE
        assert len(list(pieces)) > 5


def test_whoever_goes_away_leaves_nothing_open():
    closed = []

    def rows():
        try:
            while True:
                yield ["x" * 500]
        finally:
            closed.append(True)

    for kind in FORMATS:
        response = export(kind, "a", ["a"], rows())
        list(islice(response, 3))
        assert len(closed) < len(FORMATS)
        for close in response._resource_closers:  # as the server does, without its signal
            close()
    assert closed == [True, True]


def test_what_does_not_fit_into_one_sheet_goes_on_in_the_next():
    rows = [[n] for n in range(7)]
    content = b"".join(workbook(["n"], rows, is_risky=looks_like_a_formula, most_rows=4))
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Sheet 1", "Sheet 2", "Sheet 3"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6]]


def test_a_list_without_rows_is_a_sheet_with_its_header():
    assert list(sheet_of(["a", "b"], []).values) == [("a", "b")]


def test_columns_are_named_beyond_z():
    assert [_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("requests", "requests"),
        ('../a "b"\r\nX: y', "a-b-x-y"),
        ("Zoë’s", "zoes"),
        ("=", "list"),
        ("", "list"),
    ],
)
def test_the_file_name_is_safe_and_nothing_keeps_the_file(name, safe):
    response = export("xlsx", name, ["a"], [])
    assert response["Content-Disposition"] == f'attachment; filename="{safe}.xlsx"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("asked", "kind"), [("csv", "csv"), ("xlsx", "xlsx"), ("pdf", None), ("CSV", None), ("", None)]
)
def test_only_files_that_there_are_can_be_asked_for(asked, kind):
    assert export_asked(RequestFactory().get("/", {"format": asked})) == kind
