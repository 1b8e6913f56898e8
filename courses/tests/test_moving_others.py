"""Files of other programmes: other headings, merged cells, dates with the month first, settled requests."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from courses.models import Booking, Cost, TrainingRequest
from courses.tests.factories import SessionFactory
from courses.tests.test_moving_costs import HELD
from courses.tests.test_moving_in import NOW, counts, look, move, request_row, requests_file, workbook
from stepforward.importing import running, working
from stepforward.importing.refusals import CannotRead
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


def merged(file, *ranges, sheet=0):
    book, out = openpyxl.load_workbook(file), io.BytesIO()
    for cells in ranges:
        book.worksheets[sheet].merge_cells(cells)
    book.save(out)
    return io.BytesIO(out.getvalue())


REQUESTS = [
    ("Contact e-mail", "Hospital", "Service", "Group size", "Preferred date(s)", "Setting"),
    ("Your email address", "Employer", "Dept.", "No. of participants", "When would suit you?", "Where"),
    ("E-MAIL", "Organization", "Ward/Team", "Headcount", "Dates", "Location"),
    ("Requester email", "NHS Trust", "Specialty", "Attendees (approx.)", "Preferred", "Format"),
]
SIGN_INS = [
    ("Delegate", "Staff group", "E-mail", "Attended?", "Session date", "Location"),
    ("Full name", "Grade", "Email address", "Present", "Date", "Where"),
    ("Participant name", "Profession", "Email", "Sign here", "Course date", "Site"),
]
COSTS = [
    ("When", "Description", "Total (GBP)", "Payer", "Funding"),
    ("Session date", "Category", "Price", "Paid by", "Funded"),
    ("Day", "Expense type", "Spend", "Who paid?", "Funded?"),
]


@pytest.mark.parametrize("head", REQUESTS, ids=" | ".join)
def test_requests_of_another_programme(head):
    row = ["jo@nowhere.example", "Bolton", "Theatres", "about 20", "12 March 2026", "Teams"]
    assert counts(move(workbook([["Requests 2025"], [], head, row]))) == (1, 1, 0, 0, 0)
    request = TrainingRequest.objects.get()
    assert (request.organisation.ods_code, request.team, request.people) == ("RMC", "Theatres", 20)
    assert (request.earliest, request.delivery) == (date(2026, 3, 12), "online")


@pytest.mark.parametrize("head", SIGN_INS, ids=" | ".join)
def test_sign_in_lists_of_another_programme(head):
    row = ["Ana Diaz", "Staff nurse", "ana@nowhere.example", "Y", "14/11/2023", "The Christie"]
    assert counts(move(workbook([head, row]))) == (1, 1, 0, 0, 0)
    booking = Booking.objects.get()
    assert (booking.staff_group, booking.attendance) == ("03", "attended")
    assert booking.session.starts_at.date() == date(2023, 11, 14)


@pytest.mark.parametrize("head", COSTS, ids=" | ".join)
def test_costs_of_another_programme(head):
    SessionFactory(starts_at=HELD)
    row = [datetime(2023, 10, 3), "Taxi", "£12.50", "Trust", "Yes"]  # noqa: DTZ001  as a spreadsheet has it
    assert counts(move(workbook([head, row]))) == (1, 1, 0, 0, 0)
    cost = Cost.objects.get()
    assert (cost.kind, cost.pence, cost.paid_by, cost.funded) == ("travel", 1250, "host", "yes")


def test_a_value_merged_downwards_holds_for_each_of_its_rows_and_a_note_says_so():
    # given three rows, of which the last two have no organisation of their own
    head = ["Email", "Organisation", "Team", "People", "Dates"]
    rows = [
        [f"{n}@nowhere.example", "Bolton" if n == 1 else None, f"Ward {n}", 20, "ASAP"] for n in (1, 2, 3)
    ]
    run = move(merged(workbook([head, *rows]), "B2:B4"))
    # then
    assert counts(run) == (3, 3, 0, 0, 0)
    assert {one.organisation.ods_code for one in TrainingRequest.objects.all()} == {"RMC"}
    notes = list(run.lines.values_list("why", flat=True))
    note = "“Bolton” stands in row 2, whose cell is merged with this one."
    assert [note in why for why in notes] == [False, True, True]


def test_a_value_merged_across_counts_in_its_first_column_alone():
    head = ["Email", "Organisation", "Team", "People", "Dates"]
    rows = [["a@nowhere.example", "Bolton", None, 20, "ASAP"], ["Total", None, None, None, None]]
    run = move(merged(workbook([head, *rows]), "B2:C2", "A3:E3"))
    assert counts(run) == (2, 1, 0, 0, 1)
    assert TrainingRequest.objects.get().team == "Not said"


def test_headings_merged_over_two_rows_are_one_row_of_headings():
    above = ["Email", "Organisation", "Who and when", None, None]
    below = [None, None, "Team", "People", "Dates"]
    row = ["a@nowhere.example", "Bolton", "Theatres", 20, "ASAP"]
    file = merged(workbook([["Our requests"], above, below, row]), "A1:E1", "A2:A3", "B2:B3", "C2:E2")
    assert counts(move(file)) == (1, 1, 0, 0, 0)


def test_a_sheet_that_is_merged_from_top_to_bottom_is_refused_with_a_sentence():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Email", "Organisation", "Team", "People", "Dates"])
    book.save(out)
    cells = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 42_000, 2)).encode()
    with pytest.raises(CannotRead, match="too many merged cells"):
        look(with_merged(out.getvalue(), cells))


def with_merged(content, cells):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>")
            new.writestr(name, part)
    return io.BytesIO(out.getvalue())


def test_american_dates_are_read_month_first_where_their_column_shows_it():
    days = ["03/04/2026", "03/25/2026"]
    rows = [request_row(n, **{"Preferred dates": day}) for n, day in enumerate(days, 1)]
    assert counts(move(requests_file(*rows))) == (2, 2, 0, 0, 0)
    assert [one.earliest for one in TrainingRequest.objects.order_by("contact_email")] == [
        date(2026, 3, 4),
        date(2026, 3, 25),
    ]


def test_a_column_that_does_not_tell_is_asked_about_once_for_the_file(coordinator):
    # given dates that may be read both ways
    rows = [request_row(n, **{"Preferred dates": f"0{n}/04/2026"}) for n in (1, 2, 3)]
    run = running.bring(file=requests_file(*rows), name="x.xlsx", by=coordinator, now=NOW)
    assert (counts(run), len(run.questions)) == ((3, 3, 0, 0, 0), 1)
    assert "taken as 1 April 2026, the day first" in run.lines.first().why
    page = signed_in_as(coordinator).get(f"/manage/import/{run.pk}/").content.decode()
    assert "In the column “Preferred dates”, is “01/04/2026” 1 April 2026 or 4 January 2026?" in page
    # when somebody says that the month is first
    signed_in_as(coordinator).post(f"/manage/import/{run.pk}/confirm/", {"question_0": "month"})
    working.work(run.passes.live().get().pk, now=NOW)
    # then this file, and the next of its name, are read so
    run.refresh_from_db()
    assert run.questions == []
    move(requests_file(*rows))
    assert TrainingRequest.objects.filter(latest=date(2026, 2, 4)).count() == 1


@pytest.mark.parametrize(
    ("stay_open", "states"),
    [
        ({"stay_open": "today"}, ["declined", "declined", "new"]),
        ({"stay_open": "all"}, ["new", "new", "new"]),
        ({"stay_open": "none"}, ["declined", "declined", "declined"]),
        (
            {"stay_open": "day", "day_day": "1", "day_month": "12", "day_year": "2025"},
            ["declined", "new", "new"],
        ),
    ],
)
def test_which_requests_stay_open_is_chosen_for_the_whole_file(stay_open, states, coordinator):
    # given requests wished for in autumn, in December and in March
    days = ["12 October 2025", "12 December 2025", "12 March 2026"]
    rows = [request_row(n, **{"Preferred dates": day}) for n, day in enumerate(days, 1)]
    run = running.bring(file=requests_file(*rows), name="x.xlsx", by=coordinator, now=NOW)
    # when the coordinator chooses, and has them moved in
    client = signed_in_as(coordinator)
    assert client.post(f"/manage/import/{run.pk}/choose/", stay_open).status_code == 302
    working.work(run.passes.live().get().pk, now=NOW)
    running.move_in(run=run, by=coordinator, now=NOW)
    # then
    found = TrainingRequest.objects.order_by("contact_email")
    assert [one.state for one in found] == states
    # and all of it can be taken back
    running.take_back(run=run, by=coordinator, now=NOW)
    assert not TrainingRequest.objects.exists()


def test_a_choice_that_says_no_date_is_told_at_its_place(coordinator):
    run = running.bring(file=requests_file(request_row()), name="x.xlsx", by=coordinator, now=NOW)
    client = signed_in_as(coordinator)
    for said in (
        {"stay_open": "day"},
        {"stay_open": "day", "day_day": "31", "day_month": "2", "day_year": "9"},
        {},
    ):
        assert client.post(f"/manage/import/{run.pk}/choose/", said).status_code == 422
    assert not run.passes.exists()
