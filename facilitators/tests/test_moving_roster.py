"""The faculty's list, moved in: accounts that can be invited, facilitators and accreditations; nobody is
written to."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Course
from courses.tests.factories import CourseFactory
from facilitators.models import Accreditation, Facilitator
from facilitators.tests.factories import accredited, says
from stepforward.importing import confirming, running
from stepforward.importing.models import Moved
from stepforward.importing.refusals import CannotTakeBack
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import User
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
HEAD = ["Name", "Email", "Grade / role", "Trust", "Trained (date, cohort)", "Sessions delivered", "Can lead?"]
SCOTT = [
    "Schofield, Scott",
    "Scott@nhs.example",
    "ST5 anaesthetics",
    "RMC",
    "07/10/2023 (cohort 3)",
    "8 (ish)",
    "Y",
]  # noqa: E501


def csv_of(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode("utf-8", "ignore"))


def roster(*rows, head=HEAD):
    return csv_of(["Our faculty - please keep up to date!"], head, *rows)


def look(file, name="faculty.csv"):
    return running.look_through(file=file, name=name, now=NOW)


def move(file, name="faculty.csv"):
    return running.move_in_file(file=file, name=name, now=NOW)


def counts(run):
    return (run.rows, run.made, run.unchanged, run.doubtful, run.refused)


def test_a_row_is_an_account_a_facilitator_and_what_they_may_deliver():
    run = move(roster(SCOTT))
    assert counts(run) == (1, 1, 0, 0, 0), run.lines.get().why
    one = Facilitator.objects.get()
    assert (one.user.name, one.user.email, one.user.roles) == (
        "Scott Schofield",
        "scott@nhs.example",
        ["facilitator"],
    )
    assert (one.organisation.ods_code, one.post, one.joined_on) == (
        "RMC",
        "ST5 anaesthetics",
        date(2023, 10, 7),
    )
    held = one.accreditations.get()
    assert (held.course.name, held.stage, held.since) == ("Active Bystander", "lead", date(2023, 10, 7))
    # they may sign in with a code, and nobody was told
    assert not one.user.has_usable_password()
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    ("leads", "sessions", "stage"),
    [
        ("Y", 8, "lead"),
        ("N", 2, "co_facilitator"),
        ("not yet", "2 (ish)", "co_facilitator"),
        ("", "0 (ish)", "trained"),
        ("N", None, "trained"),
        ("Trainer", 20, "trainer"),
        ("shadowing", 1, "shadowing"),
    ],
)
def test_the_stage_follows_from_who_leads_and_how_often(leads, sessions, stage):
    move(roster([*SCOTT[:5], sessions, leads]))
    assert Accreditation.objects.get().stage == stage


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "", "", "", "Total", 34, ""], "There is no name"),
        (["Pamela Lee", "", "", "", "", 1, "N"], "There is no email address"),
        (["Pamela Lee", "pamela", "", "", "", 1, "N"], "is not one"),
    ],
)
def test_who_is_no_person_or_cannot_be_invited_is_refused(row, why):
    run = move(roster(row))
    assert counts(run) == (1, 0, 0, 0, 1)
    assert why in run.lines.get().why


@pytest.mark.parametrize(
    ("trained", "verdict"),
    [("last spring", (1, 0, 0, 1, 0)), ("07/10/2027", (1, 0, 0, 1, 0)), ("", (1, 1, 0, 0, 0))],
)
def test_when_they_were_trained_is_understood_or_doubtful(trained, verdict):
    assert counts(move(roster([*SCOTT[:4], trained, 1, "N"]))) == verdict


def test_another_programme_s_list_in_its_own_words_is_understood():
    head = ["Surname", "First name", "Stage", "Workplace", "Job title", "E-mail address", "Date trained"]
    row = ["Schofield", "Scott", "Co-facilitator", "Bolton", "Nurse", "s@nhs.example", "7 October 2023"]
    assert counts(move(roster(row, head=head))) == (1, 1, 0, 0, 0)
    one = Facilitator.objects.get()
    assert (one.user.name, one.post, one.accreditations.get().stage) == (
        "Scott Schofield",
        "Nurse",
        "co_facilitator",
    )


def test_twice_over_changes_nothing_and_something_else_is_doubtful():
    move(roster(SCOTT))
    assert counts(move(roster(SCOTT))) == (1, 0, 1, 0, 0)
    assert counts(move(roster([*SCOTT[:6], "N"]))) == (1, 0, 0, 1, 0)
    assert Accreditation.objects.get().stage == "lead"


def test_a_dry_run_leaves_nothing():
    assert look(roster(SCOTT)).counts["made"] == 1
    assert not (User.objects.exists() or Course.objects.exists() or Moved.objects.exists())


def test_whoever_is_on_the_roster_by_another_way_stays_as_they_are():
    course = CourseFactory(name="Active Bystander", code="active-bystander")
    there = accredited("lead", course=course)
    same = [there.user.name, there.user.email, "", "", "", "", "Y"]
    other = [there.user.name, there.user.email, "", "RMC", "", "", "N"]
    assert counts(move(roster(same))) == (1, 0, 1, 0, 0)
    assert counts(move(roster(other))) == (1, 0, 0, 1, 0)
    assert Accreditation.objects.get().stage == "lead"


def test_an_account_that_is_there_becomes_a_facilitator_s_and_is_given_back_as_it_was(coordinator):
    run = move(roster([*SCOTT[:1], coordinator.email.upper(), *SCOTT[2:]]))
    coordinator.refresh_from_db()
    assert (run.made, coordinator.roles) == (1, ["coordinator", "facilitator"])
    running.take_back(run=run, by=coordinator, now=NOW)
    coordinator.refresh_from_db()
    assert coordinator.roles == ["coordinator"]


def test_taking_back_leaves_nothing_and_the_file_can_come_again(coordinator):
    run = move(roster(SCOTT))
    running.take_back(run=run, by=coordinator, now=NOW)
    left = [model.objects.count() for model in (Facilitator, Accreditation, Course, Moved)]
    assert (left, User.objects.get()) == ([0] * 4, coordinator)
    assert counts(move(roster(SCOTT)))[1] == 1


@pytest.mark.parametrize("used", ["signed in", "said when they are free", "accredited for more"])
def test_whoever_began_to_be_one_is_not_taken_back(used, coordinator):
    run = move(roster(SCOTT))
    one = Facilitator.objects.get()
    if used == "signed in":
        signed_in_as(one.user)
    elif used == "accredited for more":
        Accreditation.objects.create(
            facilitator=one, course=CourseFactory(code="another"), stage="trained", since=NOW.date()
        )
    else:
        says(one, NOW.date(), morning="yes")
    with pytest.raises(CannotTakeBack, match="1 of these facilitators was"):
        running.take_back(run=run, by=coordinator, now=NOW)
    assert Facilitator.objects.exists()


def test_what_a_word_for_the_stage_means_is_asked_once(coordinator):
    row = [*SCOTT[:6], "with support"]
    brought = running.bring(file=roster(row), name="faculty.csv", by=coordinator, now=NOW)
    assert counts(brought) == (1, 0, 0, 1, 0)
    assert "stage" in [one[0] for one in brought.questions]
    confirming.confirm(meanings={("stage", "with support"): "shadowing"}, by=coordinator, now=NOW)
    move(roster(row))
    assert Accreditation.objects.get().stage == "shadowing"


def test_the_command_accounts_for_every_row_of_a_list_and_of_a_poll(tmp_path, capsys):
    # given a list, and a poll that names one of it
    faculty, poll = tmp_path / "faculty.csv", tmp_path / "poll.csv"
    faculty.write_bytes(roster(SCOTT, ["", "", "", "", "Total", 8, ""]).getvalue())
    days = [None, "Mon 05/02/24", "Tue 06/02/24"]
    poll.write_bytes(csv_of(days, ["Scott", "OK", "(OK)"], ["Count", 1, 0]).getvalue())
    for path, kind in ((faculty, "facilitators"), (poll, "availability_poll")):
        # when it is looked through, moved in and moved in again, then the counts add up each time
        for options, made in (
            (["--json"], (1, 0)),
            (["--json", "--apply"], (1, 0)),
            (["--json", "--apply"], (0, 1)),
        ):
            call_command("import_records", str(path), *options)
            said = json.loads(capsys.readouterr().out)
            assert list(said) == ["kind", "rows", "made", "unchanged", "doubtful", "refused", "notes"]
            counted = (said["made"], said["unchanged"], said["doubtful"], said["refused"])
            assert (said["kind"], said["rows"], counted) == (kind, 2, (*made, 0, 1))
            assert all(set(note) == {"row", "what", "why"} for note in said["notes"])


LIKELY = [
    "Scott Schofield",
    "Lee, Pam",
    "a@nhs.example",
    "b@nhs.example",
    "RMC",
    "MRI",
    "07/10/2023",
    "Y",
    "N",
    "0 (ish)",
    "",
]  # noqa: E501
CELLS = st.one_of(
    st.sampled_from(LIKELY), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, max_size=8), max_size=6))
def test_every_row_of_any_list_is_accounted_for_and_twice_is_once(rows):
    with transaction.atomic():
        first = counts(move(roster(*rows)))
        second = counts(move(roster(*rows)))
        transaction.set_rollback(True)
    assert first[0] == sum(first[1:])
    assert second == (first[0], 0, first[1] + first[2], first[3], first[4])


def test_the_page_shows_what_a_list_would_make(coordinator):
    run = running.bring(file=roster(SCOTT), name="faculty.csv", by=coordinator, now=NOW)
    said = signed_in_as(coordinator).get(f"/manage/import/{run.pk}/").content.decode()
    assert "Facilitators. Nothing is changed yet" in said and "Taken as lead." in said
    assert signed_in_as(person("facilitator")).get(f"/manage/import/{run.pk}/").status_code == 403
