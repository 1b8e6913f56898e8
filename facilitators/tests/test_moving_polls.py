"""A poll of when people are free, moved in: what its marks, times and names mean, and what follows for
windows."""

from datetime import date, time

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.tests.test_moving_in import workbook
from facilitators.models import Availability, Window
from facilitators.moving.answers import parts_of
from facilitators.tests.factories import FacilitatorFactory, says
from facilitators.tests.test_moving_roster import NOW, counts, csv_of, look, move
from stepforward.importing import confirming, running
from stepforward.importing.forms import Confirm
from stepforward.importing.models import Moved

pytestmark = pytest.mark.django_db
DAYS = [None, "Mon 05/02/24", "Mon 05/02/24", "Tue 06/02/24"]
TIMES = [None, "09:00-12:00", "13:30-16:30", "17:30-19:00"]
TITLE = ['Poll "February"']
MONDAY, TUESDAY = date(2024, 2, 5), date(2024, 2, 6)


def poll(*rows):
    return csv_of(TITLE, [], DAYS, TIMES, *rows)


def called(name):
    return FacilitatorFactory(user__name=name)


def said():
    return set(Availability.objects.values_list("facilitator__user__name", "day", "part", "level"))


def test_marks_become_what_they_said_and_windows_follow():
    called("Pamela Lee")
    run = move(poll(["Pamela Lee", "OK", "(OK)", ""]))
    assert counts(run) == (1, 1, 0, 0, 0), run.lines.get().why
    assert said() == {
        ("Pamela Lee", MONDAY, "morning", "yes"),
        ("Pamela Lee", MONDAY, "afternoon", "if_needed"),
    }
    assert set(Window.objects.values_list("level", flat=True)) == {"yes", "if_needed"}


@pytest.mark.parametrize(
    ("written", "whose"),
    [
        ("Lee, Pamela", "Pamela Lee"),
        ("pamela LEE", "Pamela Lee"),
        ("Dr Pamela Lee", "Pamela Lee"),
        ("Pamela", "Pamela Lee"),
    ],
)
def test_a_name_is_found_however_it_is_written(written, whose):
    called("Pamela Lee")
    called("Ana Diaz")
    assert counts(move(poll([written, "OK", "", ""])))[1] == 1
    assert {one[0] for one in said()} == {whose}


def test_a_name_that_fits_two_people_is_asked_once_and_remembered(coordinator):
    # given two people called Ian
    called("Ian Lewis")
    second = called("Ian Webb")
    brought = running.bring(file=poll(["Ian", "OK", "", ""]), name="p.csv", by=coordinator, now=NOW)
    assert counts(brought) == (1, 0, 0, 1, 0)
    assert "2 people on the roster are called so" in brought.lines.get().why
    # when the coordinator says which
    form = Confirm({"question_0": str(second.pk)}, questions=brought.questions)
    assert form.is_valid()
    confirming.confirm(meanings=form.meanings(), by=coordinator, now=NOW)
    # then it is theirs, in the next poll too
    assert counts(move(poll(["Ian", "OK", "", ""])))[1] == 1
    assert {one[0] for one in said()} == {"Ian Webb"}


@pytest.mark.parametrize("name", ["Nobody Known", "Pamela Smith"])
def test_a_name_that_fits_nobody_is_doubtful(name):
    called("Pamela Lee")
    run = move(poll([name, "OK", "", ""]))
    assert counts(run) == (1, 0, 0, 1, 0)
    assert "Nobody on the roster is called so" in run.lines.get().why


def test_a_row_that_counts_is_no_person_and_one_without_answers_changes_nothing():
    called("Pamela Lee")
    run = move(poll(["Pamela Lee", "", "", ""], ["Count", "0", "0", "0"], [None, "OK", "", ""]))
    assert counts(run) == (3, 0, 1, 0, 2)
    assert not Availability.objects.exists()


def test_what_a_mark_means_is_asked_once(coordinator):
    called("Pamela Lee")
    row = ["Pamela Lee", "late", "OK", ""]
    assert counts(move(poll(row))) == (1, 0, 0, 1, 0)
    confirming.confirm(meanings={("mark", "late"): "if_needed"}, by=coordinator, now=NOW)
    assert counts(move(poll(row)))[1] == 1
    assert ("Pamela Lee", MONDAY, "morning", "if_needed") in said()


def test_what_somebody_said_by_themselves_stays():
    pamela = called("Pamela Lee")
    says(pamela, MONDAY, morning="no")
    run = move(poll(["Pamela Lee", "OK", "OK", ""]))
    assert counts(run)[1] == 1
    assert "1 of these parts of days are answered otherwise already" in run.lines.get().why
    assert said() == {
        ("Pamela Lee", MONDAY, "morning", "no"),
        ("Pamela Lee", MONDAY, "afternoon", "yes"),
    }


def test_twice_over_changes_nothing_and_one_person_twice_is_doubtful():
    called("Pamela Lee")
    rows = ["Pamela Lee", "OK", "", ""], ["Pamela", "", "OK", ""]
    assert counts(move(poll(*rows))) == (2, 1, 0, 1, 0)
    assert counts(move(poll(*rows))) == (2, 0, 1, 1, 0)


def test_a_dry_run_leaves_nothing():
    called("Pamela Lee")
    assert look(poll(["Pamela Lee", "OK", "", ""])).counts["made"] == 1
    assert not (Availability.objects.exists() or Moved.objects.exists())


def test_taking_back_leaves_what_they_said_by_themselves_and_their_windows(coordinator):
    pamela = called("Pamela Lee")
    says(pamela, TUESDAY, morning="yes")
    run = move(poll(["Pamela Lee", "OK", "OK", "OK"]))
    assert Window.objects.count() == 3  # all Monday in one
    running.take_back(run=run, by=coordinator, now=NOW)
    assert said() == {("Pamela Lee", TUESDAY, "morning", "yes")}
    assert Window.objects.count() == 1
    assert not Moved.objects.exists()


def test_a_workbook_whose_days_are_merged_over_their_times_is_understood():
    called("Pamela Lee")
    file = workbook(
        [
            ["Name", MONDAY, None, TUESDAY],
            [None, "9am - 12pm", time(14), "5:30pm"],
            ["Pamela Lee", "yes", "if needed", "no"],
        ]
    )
    book = openpyxl.load_workbook(file)
    book.active.merge_cells("B1:C1")
    file.seek(0)
    book.save(file)
    assert counts(move(file, "p.xlsx")) == (1, 1, 0, 0, 0)
    assert {one[1:] for one in said()} == {
        (MONDAY, "morning", "yes"),
        (MONDAY, "afternoon", "if_needed"),
        (TUESDAY, "evening", "no"),
    }


def test_days_written_month_first_are_told_by_the_others():
    called("Pamela Lee")
    file = csv_of([None, "02/12/2024 am", "02/13/2024 pm"], ["Pamela Lee", "yes", "yes"])
    assert counts(move(file))[1] == 1
    assert {one[1:3] for one in said()} == {
        (date(2024, 2, 12), "morning"),
        (date(2024, 2, 13), "afternoon"),
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("09:00-12:00", ["morning"]),
        ("13:30-16:30", ["afternoon"]),
        ("12:00-14:00", ["morning", "afternoon"]),
        ("9am to 5pm", ["morning", "afternoon"]),
        ("18:00", ["evening"]),
        ("PM", ["afternoon"]),
        (time(7), ["morning"]),
        (None, ["morning", "afternoon"]),
    ],
)
def test_times_are_the_parts_of_a_day_that_they_touch(text, parts):
    assert parts_of(text) == parts


MARKS = st.sampled_from(["OK", "(OK)", "", "no", "maybe", "late", "x", "?", None])
NAMES = st.sampled_from(
    ["Pamela Lee", "Pamela", "Lee, Pamela", "Ana Diaz", "Ana", "Nobody", "Count", "", "=1"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(NAMES, MARKS, MARKS, MARKS), max_size=6))
def test_every_row_of_any_poll_is_accounted_for_and_twice_is_once(rows):
    with transaction.atomic():
        called("Pamela Lee")
        called("Ana Diaz")
        first = counts(move(poll(*rows)))
        second = counts(move(poll(*rows)))
        transaction.set_rollback(True)
    assert first[0] == sum(first[1:])
    assert second == (first[0], 0, first[1] + first[2], first[3], first[4])
