"""Requests and sign-in sheets, moved in from spreadsheets as untidy as such files are."""

import io
import json
from datetime import UTC, date, datetime
from time import process_time

import openpyxl
import pytest
from django.core.management import call_command

from courses.models import Booking, Course, Session, TrainingRequest, Venue
from courses.tests.factories import SessionFactory
from stepforward.importing import confirming, running
from stepforward.importing.models import Line, Moved, Run
from stepforward.importing.refusals import CannotTakeBack
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import Organisation
from stepforward.rollout.models import Fact

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
ASKED = NOW.replace(year=2025, month=11, day=3, minute=30, tzinfo=None)  # as a spreadsheet has it
FORM = (
    "ID", "Completion time", "Email", "Name", "Which organisation are you from?", "Department or team",
    "Where would the session be?", "Roughly how many people?", "Who would come?", "Preferred dates",
    "Is there anything you would like us to focus on?", "Anything else we should know?",
)  # fmt: skip


def request_row(number=1, **changes):
    row = dict(zip(FORM, (
        number, ASKED, f"asks.{number}@nowhere.example", "Jo Brennan", "Bolton NHS FT",
        "Theatres", "online", "about 30", "ODPs;Nursing;",
        "any Tuesday pm in March", "Racism;Bullying;", "None yet",
    ), strict=True))  # fmt: skip
    return list((row | changes).values())


def workbook(*sheets):
    """The bytes of an .xlsx of sheets, each a list of rows."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(file)
    return io.BytesIO(file.getvalue())


def requests_file(*rows):
    return workbook([FORM, *rows])


def sign_in_sheet(*people, day="Tuesday 03 Oct", venue="The Christie"):
    return [
        ["Active Bystander session - sign in"],
        ["Date:", day, None, "Venue:", venue],
        ["Facilitators:", "Laura Hill & Wayne Green"],
        [],
        ["Name", "Role", "Department", "Email (for certificate)", "Signed"],
        *people,
    ]


def look(file, name="x.xlsx"):
    return running.look_through(file=file, name=name, now=NOW)


def move(file, name="x.xlsx"):
    return running.move_in_file(file=file, name=name, now=NOW)


def counts(run):
    return (run.rows, run.made, run.unchanged, run.doubtful, run.refused)


def test_a_request_is_understood_as_far_as_it_says():
    # given / when
    run = move(requests_file(request_row()))
    # then
    request = TrainingRequest.objects.get()
    assert counts(run) == (1, 1, 0, 0, 0)
    assert request.organisation.ods_code == "RMC"
    assert (request.team, request.people, request.delivery) == ("Theatres", 30, "online")
    assert request.setting == "theatres"
    assert (request.earliest, request.latest) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (request.weekdays, request.day_parts) == ([1], ["afternoon"])
    assert request.focus == ["racism", "hierarchy"]
    assert request.staff_groups == ["03", "04"]
    assert request.asked_at == datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
    assert "Focus: Racism;Bullying" in request.about


def test_a_request_whose_dates_are_past_is_history_and_waits_on_nobody_s_desk(coordinator):
    run = move(requests_file(request_row(**{"Preferred dates": "12/11/2025"}), request_row(2)))
    assert counts(run) == (2, 2, 0, 0, 0)
    past, coming = TrainingRequest.objects.order_by("latest")
    assert (past.state, coming.state) == ("declined", "new")
    assert list(TrainingRequest.objects.waiting()) == [coming]
    assert "kept as history" in run.lines.first().why
    running.take_back(run=run, by=coordinator, now=NOW)
    assert not TrainingRequest.objects.exists()


def test_nobody_is_written_to_about_what_is_long_past():
    move(requests_file(request_row()))
    move(workbook(sign_in_sheet(["Ana Diaz", "F1", None, "ana@nowhere.example", "x"])))
    assert not OutgoingEmail.objects.exists()


def test_a_dry_run_changes_nothing():
    looking = look(requests_file(request_row()))
    assert looking.counts["made"] == 1
    assert not (TrainingRequest.objects.exists() or Run.objects.exists() or Moved.objects.exists())


def test_twice_over_changes_nothing():
    move(requests_file(request_row(1), request_row(2)))
    assert counts(move(requests_file(request_row(1), request_row(2)))) == (2, 0, 2, 0, 0)
    assert TrainingRequest.objects.count() == 2


def test_a_row_that_says_something_else_than_before_is_doubtful_and_changes_nothing():
    move(requests_file(request_row()))
    again = move(requests_file(request_row(**{"Roughly how many people?": 12})))
    assert counts(again) == (1, 0, 0, 1, 0)
    assert TrainingRequest.objects.get().people == 30


def test_the_same_row_twice_in_one_file_is_made_once_and_a_near_one_is_doubtful():
    near = request_row(**{"Roughly how many people?": 12})
    assert counts(move(requests_file(request_row(), request_row(ID=7), near))) == (3, 1, 1, 1, 0)


@pytest.mark.parametrize(("email", "why"), [(None, "no email"), ("not an address", "is not one")])
def test_whoever_cannot_be_answered_is_refused(email, why):
    run = move(requests_file(request_row(Email=email)))
    assert counts(run) == (1, 0, 0, 0, 1)
    assert why in run.lines.get().why


def test_what_only_people_know_is_asked_once_and_remembered(coordinator):
    # given a hospital's initials, and a number nobody gave
    row = request_row(**{"Which organisation are you from?": "MRI", "Roughly how many people?": "not sure"})
    brought = running.bring(file=requests_file(row), name="x.xlsx", by=coordinator, now=NOW)
    assert counts(brought) == (1, 0, 0, 1, 0)
    assert brought.questions == [["organisation", "MRI", "R0A"], ["people", "not sure", ""]]
    # when the coordinator says what they mean
    meanings = {("organisation", "MRI"): "R0A", ("people", "not sure"): "15"}
    confirming.confirm(meanings=meanings, by=coordinator, now=NOW)
    running.look_again(run=brought, now=NOW)
    running.move_in(run=brought, by=coordinator, now=NOW)
    # then it is made, and the next file needs no answer
    request = TrainingRequest.objects.get()
    assert (request.organisation.ods_code, request.people) == ("R0A", 15)
    other = request_row(9, **{"Which organisation are you from?": "mri"})
    assert counts(move(requests_file(other)))[1] == 1


def test_an_organisation_that_is_none_of_ours_keeps_its_name(coordinator):
    row = request_row(**{"Which organisation are you from?": "St Elsewhere Hospice"})
    assert counts(move(requests_file(row)))[3] == 1
    confirming.confirm(meanings={("organisation", "St Elsewhere Hospice"): "-"}, by=coordinator, now=NOW)
    move(requests_file(row))
    assert TrainingRequest.objects.get().other_organisation == "St Elsewhere Hospice"


def test_another_programmes_headings_in_another_order_as_csv_are_understood():
    # given a semicolon csv in Windows-1252, with its own words
    text = (
        "Contact e-mail;Trust;No. of delegates;Dept;Date received;When would suit?\r\n"
        "zoe@nowhere.example;Stockport;c. 20;Caf\u00e9 team;3rd Nov 2025;12/01/26 or 14/01/26\r\n"
        "jo@nowhere.example;Stockport;=1+1;Caf\u00e9 team;3rd Nov 2025;=HYPERLINK()\r\n"
    )
    run = move(io.BytesIO(text.encode("cp1252")), "asked.csv")
    # then
    assert counts(run) == (2, 1, 0, 1, 0)
    request = TrainingRequest.objects.get()
    assert request.team == "Caf\u00e9 team"
    assert (request.earliest, request.latest) == (date(2026, 1, 12), date(2026, 1, 14))
    assert request.asked_at.date() == date(2025, 11, 3)


def test_a_sign_in_sheet_is_a_session_that_was_held():
    # given / when
    run = move(
        workbook(
            sign_in_sheet(
                ["Ana Diaz", "ST6 surgery", "ED", "ana@nowhere.example", "x"],
                ["Bo Evans", "Staff nurse", None, "bo@nowhere.example", "DNA"],
                ["Cy Flynn", "ODP", None, None, "yes"],
                ["Di Green", "HCA", None, "di@nowhere.example", None],
            )
        )
    )
    # then
    session = Session.objects.get()
    assert counts(run) == (4, 2, 0, 2, 0)
    assert session.state == "delivered"
    assert session.starts_at == datetime(2023, 10, 3, 12, 0, tzinfo=UTC)  # 1pm in summer
    assert session.organisation.ods_code == "RBV"
    ana, bo = Booking.objects.order_by("name")
    assert (ana.staff_group, ana.attendance, bo.attendance) == ("01", "attended", "absent")
    assert sum(Fact.objects.filter(measure="people_trained").values_list("n", flat=True)) == 1


def test_more_people_of_a_sheet_come_to_the_session_that_is_there():
    one = ["Ana Diaz", "F1", None, "ana@nowhere.example", "x"]
    move(workbook(sign_in_sheet(one)))
    run = move(workbook(sign_in_sheet(one, ["Bo Evans", "F1", None, "bo@nowhere.example", "x"])))
    assert counts(run) == (2, 1, 1, 0, 0)
    assert Session.objects.get().bookings.count() == 2
    assert sum(Fact.objects.filter(measure="people_trained").values_list("n", flat=True)) == 2


def test_a_session_that_is_here_by_another_way_keeps_its_register():
    christie = Organisation.objects.get(ods_code="RBV")
    held = datetime(2023, 10, 3, 9, 0, tzinfo=UTC)
    SessionFactory(organisation=christie, starts_at=held)
    run = move(workbook(sign_in_sheet(["Ana Diaz", "F1", None, "ana@nowhere.example", "x"])))
    assert counts(run) == (1, 0, 0, 1, 0)


def test_taking_back_leaves_nothing_and_the_file_can_come_again(coordinator):
    file = [sign_in_sheet(["Ana Diaz", "F1", None, "ana@nowhere.example", "x"])]
    run = move(workbook(*file))
    running.take_back(run=run, by=coordinator, now=NOW)
    left = [model.objects.count() for model in (Session, Booking, Venue, Course, Moved, Fact)]
    assert left == [0] * 6
    assert counts(move(workbook(*file)))[1] == 1


def test_what_was_taken_up_since_is_not_taken_back(coordinator):
    run = move(requests_file(request_row(1), request_row(2)))
    TrainingRequest.objects.filter(contact_email="asks.1@nowhere.example").update(
        state="taken", owner=coordinator
    )
    with pytest.raises(CannotTakeBack, match="1 of these requests was taken up"):
        running.take_back(run=run, by=coordinator, now=NOW)
    assert TrainingRequest.objects.count() == 2


def test_the_command_says_what_it_would_do_and_with_apply_does_it(tmp_path, capsys):
    path = tmp_path / "requests.xlsx"
    path.write_bytes(requests_file(request_row(1), request_row(2, Email=None)).getvalue())
    call_command("import_records", str(path), "--json")
    said = json.loads(capsys.readouterr().out)
    assert {name: said[name] for name in said if name != "notes"} == {
        "kind": "training_requests", "rows": 2, "made": 1, "unchanged": 0, "doubtful": 0, "refused": 1,
    }  # fmt: skip
    assert {"row": 3, "what": "Theatres, Bolton NHS FT"}.items() <= said["notes"][-1].items()
    assert not TrainingRequest.objects.exists()
    call_command("import_records", str(path), "--apply")
    assert "Moved in. training_requests: 2 rows, 1 made" in capsys.readouterr().out
    assert TrainingRequest.objects.count() == 1


def test_ten_thousand_rows_take_less_than_thirty_seconds_of_the_processor(django_assert_max_num_queries):
    head = "Email,Organisation,Team,People,Dates,Completion time\n"
    rows = (
        f"asks.{n}@nowhere.example,Bolton,Theatres {n},20,w/c 5 Jan 2026,01/11/2025\n" for n in range(10_000)
    )
    file = io.BytesIO((head + "".join(rows)).encode())
    began = process_time()
    with django_assert_max_num_queries(150):  # twenty batches, each of a few
        run = move(file, "many.csv")
    assert counts(run) == (10_000, 10_000, 0, 0, 0)
    assert process_time() - began < 30
    assert Line.objects.count() == 10_000
