"""Every list, whoever sees it, can be had as a CSV and as a spreadsheet: in the same words, the same rows."""

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from stepforward.ui.exports import harmless

NOT_OF_THE_PROGRAMME = {"outbox:deliveries": "the demo's own mail server", "ui:gallery": "invented rows"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(walked):
    found = {key: one for key, one in walked.items() if one.is_list and key[0] not in NOT_OF_THE_PROGRAMME}
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
    """A cell as the CSV has it."""
    value = cell.value
    if isinstance(value, datetime) and "h" not in cell.number_format:
        value = value.date()
    return "" if value is None else str(harmless(value))


def test_every_list_offers_both_in_the_same_words(lists):
    """Once on the page; where there is nothing yet, the links may be left out."""
    for key, one in lists.items():
        links = one.text.count('class="sf-downloads"')
        assert links == 1 or (links == 0 and len(of_csv(one.files["csv"])) == 1), key
        for words in ("Download as CSV", "as a spreadsheet", "format=csv", "format=xlsx"):
            assert one.text.count(words) == links, key


def test_both_files_hold_the_same_rows(lists):
    for key, one in lists.items():
        header, *rows = of_csv(one.files["csv"])
        assert of_xlsx(one.files["xlsx"]) == [header, *rows], key
        assert all(header), key
    assert sum(len(of_csv(one.files["csv"])) > 2 for one in lists.values()) >= 7


def test_nobody_gets_a_file_of_what_they_may_not_see(walked):
    assert not any(one.files for one in walked.values() if one.status >= 400)
