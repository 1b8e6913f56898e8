"""Files that mean harm, or are no tables: each is refused with a sentence."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepforward.importing.dates import read_day
from stepforward.importing.files import MOST_BYTES, opened
from stepforward.importing.headings import understood
from stepforward.importing.refusals import CannotRead


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def an_xlsx(value="x"):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append([value])
    book.save(file)
    return file.getvalue()


def with_part(content, name, text):
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return file.getvalue()


def rows_of(content, name):
    with opened(io.BytesIO(content), name) as sheets:
        return [values for sheet in sheets for _, values in sheet.rows]


HOSTILE = {
    "a zip bomb": (with_part(an_xlsx(), "xl/sharedStrings.xml", b"0" * 50_000_000), "a.xlsx", "unpacks"),
    "a file too large": (b"a" * (MOST_BYTES + 1), "a.csv", "smaller than 10MB"),
    "NUL bytes": (b"Name,Email\nA\x00,b\n", "a.csv", "NUL"),
    "macros": (with_part(an_xlsx(), "xl/vbaProject.bin", b"x"), "a.xlsx", "macros"),
    "macros by its name": (an_xlsx(), "a.xlsm", "macros"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "older"),
    "no workbook": (zipped(a=b"x"), "a.xlsx", "not a spreadsheet"),
    "half a workbook": (an_xlsx()[:2000], "a.xlsx", "damaged"),
    "a workbook of rubbish": (zipped(xl__workbook_xml=b"<"), "a.xlsx", "damaged"),
    "text that calls itself one": (b"hello", "a.xlsx", "not a spreadsheet"),
    "a quotation mark that never closes": (b'Name,Email\n"A,b\nC,d\n', "a.csv", "do not close"),
    "one over a long file": (b'Name\n"' + b"a,b\n" * 2_000, "a.csv", "do not close"),
    "one that has a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", "a.xlsx", "password"),
    "a web page": (b"<html><script>alert(1)</script>", "a.csv", "not a spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04", "a.csv", "not a spreadsheet"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence(what):
    content, name, why = HOSTILE[what]
    with pytest.raises(CannotRead, match=why) as refused:
        rows_of(content, name)
    assert refused.value.why.endswith(".")


def test_an_empty_file_holds_no_rows():
    assert rows_of(b"", "a.csv") == []


def test_a_cell_of_several_lines_is_one_cell():
    assert rows_of(b'Name,Notes\nA,"one\ntwo"\nB,"three"', "a.csv") == [
        ["Name", "Notes"],
        ["A", "one\ntwo"],
        ["B", "three"],
    ]


def test_formulas_are_text_in_both_kinds():
    assert rows_of(an_xlsx("=1+1"), "a.xlsx") == [["=1+1"]]
    assert rows_of(b"=1+1,b", "a.csv") == [["=1+1", "b"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_whatever_it_is_written_in(encoding, sign):
    text = f"Name{sign}Team\r\nZo\u00eb{sign}Caf\u00e9\r\n"
    assert rows_of(text.encode(encoding), "a.csv") == [["Name", "Team"], ["Zo\u00eb", "Caf\u00e9"]]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        rows_of(content, "a.csv")
    except CannotRead as refused:
        assert refused.why


FORMS = [
    "%d/%m/%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%A %d %b %Y",
    "%dth %b '%y",
    "%B %d, %Y",
]
DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2068, 1, 1))


@given(DAYS, st.sampled_from(FORMS))
def test_every_form_of_a_day_is_read_as_that_day(day, form):
    assert read_day(day.strftime(form)) == day


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(text):
    read_day(text)


@given(st.permutations(["E-mail (for certificate)", "Full name", "Job title", "Signature", "Notes"]))
def test_headings_are_found_wherever_they_stand(cells):
    columns = {"name": ["name"], "email": ["email"], "role": ["job title", "role"], "signed": ["signature"]}
    found = understood(cells, columns)
    assert {meaning: cells[index] for meaning, index in found.items()} == {
        "name": "Full name",
        "email": "E-mail (for certificate)",
        "role": "Job title",
        "signed": "Signature",
    }
