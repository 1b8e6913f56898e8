"""Whom the lists of the cascade show, on the page and in a file; a filter that is none is said."""

import io
import re

import pytest
from openpyxl import load_workbook

from courses.tests.factories import CourseFactory
from facilitators.cascade.tests.factories import trained
from facilitators.cascade.tests.reading import PAGES, names, rows_of
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Amira Haddad", "Ben Ali", "Cleo Price", "Dev Rao"]),
        ("generation=2", ["Ben Ali", "Cleo Price"]),
        ("stage=trained", ["Dev Rao"]),
        ("delivered=yes", ["Amira Haddad", "Ben Ali"]),
        ("delivered=no", ["Cleo Price", "Dev Rao"]),
        ("q=ALI", ["Ben Ali"]),
        ("sort=trained", ["Dev Rao", "Ben Ali", "Cleo Price", "Amira Haddad"]),
        ("sort=sessions&delivered=yes", ["Ben Ali", "Amira Haddad"]),
        ("sort=branch&generation=2", ["Ben Ali", "Cleo Price"]),
        ("sort=generation", ["Amira Haddad", "Ben Ali", "Cleo Price", "Dev Rao"]),
        ("q=nobody", []),
    ],
)
def test_the_table_and_its_file_hold_those_who_are_asked_for(asked, found, amira, dean):
    get = reading_as(dean)
    text = get(f"/cascade/people/?{asked}")
    assert re.findall(r'scope="row">([A-Z][a-z]+ [A-Z][a-z]+)<', text) == found
    assert [row[0] for row in rows_of(get(f"/cascade/people/?{asked}&format=csv"))[1:]] == found


def test_the_file_has_every_figure_and_everybody(amira, dean):
    for _ in range(30):
        trained(user__name="Zed")
    rows = rows_of(reading_as(dean)("/cascade/?format=csv"))
    assert len(rows) == 35
    ben = dict(zip(rows[0], rows[2], strict=True))
    assert (ben["Name"], ben["Stage"], ben["Generation"]) == ("Ben Ali", "Lead", "2")
    assert (ben["Trained on"], ben["Trained by"]) == ("2025-10-05", "Amira Haddad")
    assert [ben[name] for name in rows[0][8:]] == ["2", "5", "1", "2", "2", "2", "5"]
    sheet = load_workbook(
        io.BytesIO(signed_in_as(dean).get("/cascade/people/?format=xlsx").getvalue())
    ).active
    assert (sheet.max_row, sheet["A3"].value, sheet["J3"].value) == (35, "Ben Ali", 5)


def test_who_waits_is_listed_with_the_reason_filtered_and_in_a_file(amira, dean, coordinator):
    get = reading_as(dean)
    text = get("/cascade/waiting/")
    assert "2 of 4 trained to deliver Active Bystander" in text
    assert names(text)[:1] == ["Cleo Price"] and "Left the programme" in text
    assert "May not deliver yet" in text and "Trained so far" in text
    order = re.findall(r"<li>([^<]+)</li>", text)
    assert (order[0], order[-1], len(order)) == (
        "Left the programme",
        "Never offered a part that delivers",
        9,
    )
    text = get("/cascade/waiting/?why=left")
    assert "Cleo Price" in text and "Dev Rao" not in text
    header, row = rows_of(get("/cascade/waiting/?why=on_the_way&format=csv"))
    assert dict(zip(header, row, strict=True))["More"] == "Trained so far"
    assert "Nobody fits" in get("/cascade/waiting/?why=asked")
    assert "’s page" not in text and "/facilitators/" in reading_as(coordinator)("/cascade/waiting/")


def test_another_course_has_its_own_cascade(amira, dean):
    other = CourseFactory(code="zz", name="Zebra crossing")
    trained(course=other, user__name="Zoe Quinn")
    for address in PAGES:
        text = reading_as(dean)(f"{address}?course={other.pk}")
        assert "Zoe Quinn" in text and names(text) == []
        assert f"/cascade/waiting/?course={other.pk}" in text


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("asked", ["course=king", "course=" + "9" * 25, "course=1%00", "course=-1"])
def test_a_course_that_nobody_knows_is_said(address, asked, amira, dean):
    for extra in ("", "&format=csv"):
        text = reading_as(dean)(f"{address}?{asked}{extra}", status=422)
        assert "There is a problem" in text and "Cleo Price" in text


@pytest.mark.parametrize(
    "asked",
    [
        "people/?generation=9",
        "people/?generation=1e9",
        "people/?stage=king",
        "people/?delivered=perhaps",
        "people/?sort=luck",
        "people/?q=" + "x" * 99,
        "people/?q=a%00b",
        "waiting/?why=king",
        "waiting/?q=a%00b",
    ],
)
def test_a_filter_that_nobody_knows_is_said(asked, amira, dean):
    assert "There is a problem" in reading_as(dean)(f"/cascade/{asked}", status=422)
    assert signed_in_as(dean).get(f"/cascade/{asked}&format=csv").status_code == 422


@pytest.mark.parametrize("asked", ["page=king", "page=99", "page=-1", "open=%00", "format=pdf", "x=1"])
def test_what_does_not_matter_does_no_harm(asked, amira, dean):
    for address in PAGES:
        reading_as(dean)(f"{address}?{asked}")
