"""Feedback from the online form of before, moved into closed rounds."""

import io
from collections import Counter
from datetime import UTC, date, datetime

import openpyxl
import pytest

from courses.models import Session
from feedback import counting, reporting, rounds
from feedback.models import Box, Comment, Questionnaire, Response, Round, Spread
from feedback.tests.conftest import cells
from feedback.tests.factories import SessionFactory
from stepforward.importing import confirming, running
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
HEAD = (
    "ID", "Start time", "Completion time", "Email", "Name", "Date of your session",
    "The session was relevant to my work", "I felt safe to take part",
    "The facilitators led the session well",
    "I would recommend this session to a colleague",
    "BEFORE the session I could respond safely when I witnessed unacceptable behaviour",
    "NOW I could respond safely when I witness unacceptable behaviour",
    "What was most useful?", "What should we change?", "What will you do differently?",
    "May we quote you anonymously?",
)  # fmt: skip
THIRD = datetime(2023, 10, 3)  # noqa: DTZ001  as a spreadsheet has it
COMPLETED = datetime(2023, 10, 6, 11, 27)  # noqa: DTZ001


@pytest.fixture(autouse=True)
def no_key(settings):
    """A file is moved in by a worker that cannot open ballots."""
    settings.FEEDBACK_KEY = ""


def row(number=1, day=THIRD, agreed=("Agree", "Agree", "Neutral", "Strongly agree"), **said):
    pair = said.get("pair", ("Disagree", "Agree"))
    comments = said.get("comments", ("Having words", None, f"Thing {number}"))
    who = (number, COMPLETED, COMPLETED, said.get("email", "anonymous"), said.get("name"))
    return [*who, day, *agreed, *pair, *comments, said.get("quote", "Yes")]


def workbook(*rows, head=HEAD):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for one in (head, *rows):
        book.active.append(one)
    book.save(file)
    return file


def held(day=THIRD, hour=12, **said):
    """A session delivered that day."""
    return SessionFactory(starts_at=day.replace(hour=hour, tzinfo=UTC), now=NOW, **said)


def move(file, name="x.xlsx"):
    return running.move_in_file(file=file, name=name, now=NOW)


def counts(run):
    return (run.rows, run.made, run.unchanged, run.doubtful, run.refused)


def why(run):
    return {line.why for line in run.lines.all()}


def test_a_session_s_answers_become_its_closed_round():
    # given
    session = held()
    # when
    run = move(workbook(*(row(number) for number in range(6))))
    # then
    assert counts(run) == (6, 6, 0, 0, 0)
    found = Round.objects.get()
    assert (found.session, found.closed, found.answered, found.counted) == (session, True, 6, 6)
    assert (found.opens_on, found.questionnaire.version) == (date(2023, 10, 3), Questionnaire.MOVED_IN)
    assert cells(round=found) == {
        ("relevant", None, 4): 6,
        ("safe_to_discuss", None, 4): 6,
        ("well_led", None, 3): 6,
        ("recommend", None, 5): 6,
        ("respond_safely", 2, 4): 6,
    }
    said = Counter(Comment.objects.values_list("question", "consent", "state"))
    assert said == {("most_useful", "reports", "new"): 6, ("do_differently", "reports", "new"): 6}
    # and its figures wait among those of many sessions, which hide what all alike said
    assert {(one.question, sum(one.apart)) for one in Spread.objects.all()} == {
        (code, 6) for code in ("relevant", "safe_to_discuss", "well_led", "recommend", "respond_safely")
    }


def test_how_many_were_asked_stays_unknown_and_out_of_every_rate(coordinator):
    session = held(attended=3)
    move(workbook(*(row(number) for number in range(6))))
    report = reporting.session_report(session, with_unread_comments=True)
    assert (report.invited, report.answered) == (None, 6)
    assert not Response.objects.exists()
    page = signed_in_as(coordinator).get(f"/manage/sessions/{session.pk}/feedback/").content.decode()
    assert "how many were asked is not known" in page
    assert "who were asked:" not in page


def test_the_report_hides_what_all_alike_said_and_what_few_said():
    session = held()
    some = [row(n, agreed=("Agree" if n % 2 else "Neutral", "Agree", None, "Agree")) for n in range(6)]
    some[0][8] = "Agree"
    move(workbook(*some))
    report = reporting.session_report(session, with_unread_comments=True)
    hidden = {item.code: item.why_hidden for item in report.items}
    assert hidden["relevant"] == ""
    assert "too much alike" in hidden["safe_to_discuss"]
    assert "Fewer than 5" in hidden["well_led"]


@pytest.mark.parametrize(
    "day", ["03 October 2023", "Tuesday 03 Oct", "03/10/2023", "03.10.23", THIRD, "Tues 3rd Oct 2023 (pm)"]
)
def test_a_date_is_understood_however_it_was_typed(day):
    held()
    assert counts(move(workbook(*(row(n, day=day) for n in range(5))))) == (5, 5, 0, 0, 0)


def test_a_day_that_may_be_meant_month_first_waits_and_is_nobody_s_company():
    # given a column whose dates are written both ways
    held()
    sure = [row(n, day="03 October 2023") for n in range(5)]
    either = [row(n, day="03/10/2023") for n in range(2)]
    run = move(workbook(*either, *sure, row(day="17/10/2023"), row(day="10/17/2023")))
    # then whose day is sure are in, all of them
    assert counts(run) == (9, 5, 0, 4, 0)
    assert Round.objects.get().answered == cells()["relevant", None, 4] == 5


def test_moving_in_twice_makes_nothing_and_another_answer_is_asked_about():
    # given
    held()
    rows = [row(number) for number in range(6)]
    move(workbook(*rows))
    before = cells()
    # when it comes again, and when it comes with one answer more, and with one answer changed
    again = move(workbook(*rows))
    more = move(workbook(*rows, row(7)))
    changed = move(workbook(*rows[:5], row(6, pair=("Agree", "Agree"))))
    # then
    assert counts(again) == (6, 0, 6, 0, 0)
    assert (counts(more), counts(changed)) == ((7, 0, 0, 7, 0), (6, 0, 0, 6, 0))
    assert "says something else" in why(more).pop()
    assert (cells(), Round.objects.count()) == (before, 1)


def test_a_session_that_was_asked_about_here_takes_no_answers_from_before(settings):
    settings.FEEDBACK_KEY = "the counting worker's key, long and secret enough"
    rounds.open_round(session=held(attended=2), now=NOW)
    run = move(workbook(*(row(number) for number in range(6))))
    assert counts(run) == (6, 0, 0, 0, 6)
    assert "do not mix" in why(run).pop()


def test_a_day_without_a_delivered_session_is_doubtful():
    held(state=Session.State.OPEN, delivered_at=None)
    run = move(workbook(*(row(number) for number in range(6))))
    assert counts(run) == (6, 0, 0, 6, 0)
    assert "No session was delivered on" in why(run).pop()


def test_of_several_sessions_it_is_asked_once_which(coordinator):
    held(), held(hour=15)
    second = Session.objects.order_by("starts_at").last()
    file = workbook(*(row(number) for number in range(6)))
    run = running.bring(file=file, name="x.xlsx", by=coordinator, now=NOW)
    assert (counts(run), len(run.questions)) == ((6, 0, 0, 6, 0), 1)
    confirming.confirm(
        meanings={("session", "feedback of 2023-10-03"): str(second.pk)}, by=coordinator, now=NOW
    )
    running.look_again(run=run, now=NOW)
    running.move_in(run=run, by=coordinator, now=NOW)
    assert Round.objects.get().session == second


# --- Bad and odd input ---


def test_odd_cells_lose_no_row_and_say_what_is_left_out():
    held()
    odd = row(
        5,
        agreed=("=1+1", "ｓｏｒｔ ｏｆ", 1e300, True),
        pair=("Agree", None),
        comments=("💡", "€" * 900, "-"),
    )
    run = move(workbook(*(row(number) for number in range(5)), odd))
    assert counts(run) == (6, 6, 0, 0, 0)
    said = run.lines.last().why
    assert "is left out" in said and "neither is counted" in said and "its beginning is kept" in said
    assert "sort" not in said
    assert cells()["relevant", None, 4] == 5
    texts = set(Comment.objects.values_list("text", flat=True))
    assert "💡" in texts and "€" * 600 in texts


@pytest.mark.parametrize("day", [None, "ASAP", "=A1", 1e300, True, "32/13/2023", "x" * 5000, "\u202e3"])
def test_a_date_that_is_none_is_doubtful(day):
    held()
    run = move(workbook(*(row(n, day=day) for n in range(5))))
    assert counts(run) == (5, 0, 0, 5, 0)


def test_a_new_round_asks_today_s_questions(settings):
    settings.FEEDBACK_KEY = "the counting worker's key, long and secret enough"
    session = held()
    move(workbook(*(row(number) for number in range(5))))
    assert rounds.questionnaire_for(session.course).version == 1
    # and a box that never had a key is not taken for one that lost it
    keys = dict(Box.objects.values_list("pk", "public_key"))
    counting.renew_boxes_without_salt()
    assert {pk: bytes(key) for pk, key in Box.objects.values_list("pk", "public_key")} == {
        pk: bytes(key) for pk, key in keys.items()
    }
