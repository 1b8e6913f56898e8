"""Every list, whoever sees it, can be had as a CSV and as a spreadsheet: in the same words, the same rows."""

import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from stepforward.ui.exports import harmless

NO_LISTS = {
    "outbox:deliveries": "the demo's own mail server",
    "ui:gallery": "invented rows",
    "courses:link_session": "sessions to choose one from",
    "courses:session_cases": "cases to choose one from",
    "facilitators:reflections": "people's own words, which they can take back from a page, not from a file",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(walked):
    found = {key: one for key, one in walked.items() if one.is_list and key[0] not in NO_LISTS}
    assert len({route for route, _ in found}) >= 9
    return found


def of_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_xlsx(content):
    sheet = load_workbook(io.BytesIO(content), read_only=True).active
    rows = [[as_written(cell) for cell in row] for row in sheet.iter_rows()]
    return [
        row + [""] * (len(rows[0]) - len(row)) for row in rows
    ]  # openpyxl leaves out what ends a row empty


def as_written(cell):
    """A cell as the CSV has it; a number as a Decimal."""
    value = cell.value
    if isinstance(value, datetime) and "h" not in cell.number_format:
        value = value.date()
    if cell.data_type == "n" and isinstance(value, int | float):
        return Decimal(str(value))
    return "" if value is None else str(harmless(value))


def says_the_same(written, kept):
    """£6.50 is 6.50 in a CSV and the number 6.5 in a spreadsheet."""
    return len(written) == len(kept) and all(
        Decimal(one) == other if isinstance(other, Decimal) else one == other
        for one, other in zip(written, kept, strict=True)
    )


def test_every_list_offers_both_in_the_same_words(lists):
    """Once on the page; where there is nothing yet, the links may be left out."""
    for key, one in lists.items():
        links = one.text.count('class="sf-downloads"')
        assert links == 1 or (links == 0 and len(of_csv(one.files["csv"])) == 1), key
        for words in ("Download as CSV", "as a spreadsheet", "format=csv", "format=xlsx"):
            assert one.text.count(words) == links, key


def test_both_files_hold_the_same_rows(lists):
    for key, one in lists.items():
        written, kept = of_csv(one.files["csv"]), of_xlsx(one.files["xlsx"])
        assert len(written) == len(kept), key
        assert all(map(says_the_same, written, kept)), key
        assert all(written[0]), key
    assert sum(len(of_csv(one.files["csv"])) > 2 for one in lists.values()) >= 7


def test_nobody_gets_a_file_of_what_they_may_not_see(walked):
    assert not any(one.files for one in walked.values() if one.status >= 400)
