"""Feedback from before keeps the anonymity of today's: small numbers, who said it, and nothing lost."""

import csv
import io
from collections import Counter
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Comment, Pool, Round, Tally
from feedback.tests.conftest import cells
from feedback.tests.test_moving_in import HEAD, NOW, THIRD, counts, held, move, row, why, workbook
from feedback.tests.test_secrecy import dump
from stepforward.importing import running
from stepforward.importing.models import Moved, Run
from stepforward.importing.refusals import CannotTakeBack
from stepforward.rollout.tests.factories import PhaseFactory
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
RECORDS = project.BASE_DIR.parent / "shared" / "data" / "records"


# --- Small numbers ---


def test_fewer_than_five_are_not_moved_in_alone():
    held()
    run = move(workbook(*(row(number) for number in range(4))))
    assert counts(run) == (4, 0, 0, 4, 0)
    assert why(run) == {
        "Too few to be anonymous: 4 answered about this session, and with others like it in its phase they "
        "are 4. At least 5 are needed."
    }
    assert not (Round.objects.exists() or Tally.objects.exists() or Comment.objects.exists())


def test_few_of_one_session_and_few_of_another_are_counted_together_in_their_phase():
    # given three sessions of one phase, of which one has enough by itself
    PhaseFactory(name="Pilot", during=DateRange(date(2023, 1, 1), date(2024, 1, 1)))
    days = [THIRD, THIRD + timedelta(days=7), THIRD + timedelta(days=14)]
    for day in days:
        held(day)
    rows = [row(n, day=days[place]) for place, times in enumerate((2, 3, 5)) for n in range(times)]
    # when
    run = move(workbook(*rows))
    # then the others tell nothing of their own
    assert counts(run) == (10, 10, 0, 0, 0)
    told = Round.objects.order_by("session__starts_at").values_list("answered", "counted")
    assert list(told) == [(2, 0), (3, 0), (5, 5)]
    pool = Pool.objects.get()
    assert (pool.counted, pool.phase.name) == (5, "Pilot")
    assert cells(pool=pool)["respond_safely", 2, 4] == 5
    assert Comment.objects.filter(pool=pool).count() == 10
    # and again it makes nothing
    assert counts(move(workbook(*rows))) == (10, 0, 10, 0, 0)


def test_few_of_different_phases_wait():
    for day in (THIRD, datetime(2024, 2, 6)):  # noqa: DTZ001
        held(day)
    PhaseFactory(name="Two", during=DateRange(date(2024, 1, 1), date(2025, 1, 1)))
    rows = [row(n, day=THIRD) for n in range(3)] + [row(n, day="6 Feb 2024") for n in range(3)]
    assert counts(move(workbook(*rows))) == (6, 0, 0, 6, 0)


def test_a_row_that_says_nothing_is_nobody_s_company():
    held()
    empty = row(5, agreed=(None,) * 4, pair=(None, None), comments=("N/A", None, None))
    run = move(workbook(*(row(number) for number in range(4)), empty))
    assert counts(run) == (5, 0, 0, 4, 1)


# --- Who said it ---


def test_no_name_address_or_time_of_anybody_is_kept_anywhere(coordinator):
    # given a form that asked for names
    held()
    people = [
        row(
            n,
            name=f"Quentin Zebedee {n}",
            email=f"quentin.{n}@nowhere.example",
            comments=("Words", None, None),
        )
        for n in range(6)
    ]
    # when it is brought, and waits
    run = running.bring(file=workbook(*people), name="x.xlsx", by=coordinator, now=NOW)
    kept = openpyxl.load_workbook(io.BytesIO(Run.objects.get().content)).active
    waiting = [[str(cell) for cell in one if cell is not None] for one in kept.iter_rows(values_only=True)]
    # then only what is read waits, in its place
    assert len(waiting) == 7
    assert waiting[1] == [
        "2023-10-03 00:00:00", "Agree", "Agree", "Neutral", "Strongly agree", "Disagree", "Agree", "Words",
        "Yes",
    ]  # fmt: skip
    # and when it was moved in, nothing is there
    running.move_in(run=run, by=coordinator, now=NOW)
    assert Run.objects.get().made == 6
    everything = "\n".join(text for _, _, _, text in dump())
    for word in ("Zebedee", "quentin", "11:27", "2023-10-06", "anonymous"):
        assert word not in everything
    assert set(Moved.objects.values_list("content", flat=True)) == {""}


def test_a_csv_waits_without_them_too(coordinator):
    held()
    text = io.StringIO()
    rows = [row(n, day="03/10/2023", name="Quentin Zebedee") for n in range(5)]
    csv.writer(text).writerows([["Feedback"], [], HEAD, *rows[:3], [], *rows[3:]])
    run = running.bring(file=io.BytesIO(text.getvalue().encode()), name="x.csv", by=coordinator, now=NOW)
    assert b"Zebedee" not in bytes(run.content)
    assert counts(run) == (5, 5, 0, 0, 0)
    assert [line.row for line in run.lines.all()] == [4, 5, 6, 8, 9]


def test_the_order_of_the_file_is_not_that_of_the_comments():
    held()
    move(workbook(*(row(number, comments=(f"Thing {number:03}", None, None)) for number in range(60))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM feedback_comment ORDER BY ctid")
        texts = [text for (text,) in cursor]
    assert (len(texts), texts == sorted(texts)) == (60, False)


def test_it_cannot_be_taken_back_and_says_so_before(coordinator):
    held()
    run = running.bring(
        file=workbook(*(row(number) for number in range(5))), name="x.xlsx", by=coordinator, now=NOW
    )
    client = signed_in_as(coordinator)
    assert "cannot be taken back" in client.get(f"/manage/import/{run.pk}/").content.decode()
    running.move_in(run=run, by=coordinator, now=NOW)
    page = client.get(f"/manage/import/{run.pk}/").content.decode()
    assert "cannot be taken back" in page and "take-back" not in page
    with pytest.raises(CannotTakeBack, match="cannot be taken back"):
        running.take_back(run=run, by=coordinator, now=NOW)
    assert Tally.objects.exists()


LIKELY = ["Agree", "Strongly disagree", "agree ", "n/a", "3", "03/10/2023", "10 Oct 2023", "Yes", "", "=1+1"]
CELLS = st.one_of(
    st.sampled_from(LIKELY), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)
DAYS = st.one_of(st.sampled_from(["03/10/2023", "10 Oct 2023", "11 Oct 2023", "soon"]), CELLS)
ROWS = st.tuples(DAYS, st.lists(CELLS, max_size=10)).map(lambda both: [*("",) * 5, both[0], *both[1]])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=16))
def test_of_any_rows_none_is_lost_none_twice_and_none_alone(rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    content = text.getvalue().encode("utf-8", "ignore")
    with transaction.atomic():
        held(), held(THIRD + timedelta(days=7))
        first = counts(move(io.BytesIO(content), "x.csv"))
        made = list(Round.objects.values_list("answered", "counted"))
        pooled = Pool.objects.values_list("counted", flat=True)
        alone = [*(counted for _, counted in made), *pooled]
        comments = Comment.objects.count()
        second = counts(move(io.BytesIO(content), "x.csv"))
        again = Comment.objects.count()
        transaction.set_rollback(True)
    assert first[0] == sum(first[1:])
    assert sum(answered for answered, _ in made) == first[1] == sum(alone)
    assert all(counted == 0 or counted >= 5 for counted in alone)
    assert second == (first[0], 0, first[1] + first[2], first[3], first[4])
    assert again == comments


# --- The programme's own file ---


@pytest.mark.skipif(not RECORDS.exists(), reason="the programme's records are not beside the project")
def test_the_programme_s_own_file():
    # given its nine sign-in sheets, whose register was complete
    for day in ("10-03", "10-17", "10-31", "11-14", "11-28", "12-12", "12-26"):
        held(datetime.fromisoformat(f"2023-{day}"))
    for day in ("01-09", "01-23"):
        held(datetime.fromisoformat(f"2024-{day}"))
    # when
    file = io.BytesIO((RECORDS / "feedback.xlsx").read_bytes())
    run = move(file)
    # then all are in but the four of Boxing Day, who are too few
    assert counts(run) == (88, 84, 0, 4, 0)
    told = Round.objects.order_by("session__starts_at").values_list("answered", "counted")
    assert list(told) == [(n, n) for n in (9, 13, 5, 10, 10, 13, 11, 13)]
    assert "Too few to be anonymous: 4" in run.lines.filter(verdict="doubtful").first().why
    # of 88 "relevant" answers 46, 26, 11 and 5 are from strongly agree down; Boxing Day's are 2, 1, 1 and 0
    relevant = Counter()
    for tally in Tally.objects.filter(question="relevant"):
        relevant[tally.value] += tally.n
    assert relevant == {5: 44, 4: 25, 3: 10, 2: 5}
    assert Counter(Comment.objects.values_list("consent", flat=True)).keys() == {"no", "reports"}
    assert counts(move(file)) == (88, 0, 84, 4, 0)
