import csv
from decimal import Decimal
from types import GeneratorType

import pytest

from stepforward.ui.exports import csv_response


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u00a0+"])  # noqa: RUF001
def test_text_that_a_spreadsheet_would_run_is_made_harmless(start):
    response = csv_response("a.csv", ["Team"], [[f"{start}HYPERLINK(1)"]])
    assert b"".join(response.streaming_content).decode().split("\n", 1)[1].lstrip('"').startswith(f"'{start}")


def test_numbers_stay_numbers():
    rows = read(csv_response("a.csv", ["a", "b", "c"], [[-3, Decimal("-1.5"), None]]))
    assert rows[1] == ["-3", "-1.5", ""]


def test_headings_made_of_data_are_harmless_too():
    assert read(csv_response("a.csv", ["=1+1"], []))[0] == ["'=1+1"]


def test_accents_and_commas_arrive_whole_in_excel():
    response = csv_response("a.csv", ["Name"], [["Zoë, O’Neill"]])
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == 'Name\r\n"Zoë, O’Neill"\r\n'


def test_rows_are_streamed_as_a_download():
    pulled = []

    def rows():
        for n in range(3):
            pulled.append(n)
            yield [n]

    response = csv_response("requests.csv", ["n"], rows())
    assert pulled == []
    lines = iter(response.streaming_content)
    for _ in range(3):
        next(lines)
    assert pulled == [0]
    assert isinstance(rows(), GeneratorType)
    assert response["Content-Disposition"] == 'attachment; filename="requests.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
