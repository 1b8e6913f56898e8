"""A worker at a file: what people see of it, stopping it, two who start the same, and a worker that dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from stepforward.audit.models import AuditEvent
from stepforward.importing import running, working
from stepforward.importing.beside import Beside
from stepforward.importing.models import Line, Moved, Pass, Run
from stepforward.importing.refusals import Busy, CannotRead
from stepforward.importing.tests.test_pages import brought, file_of, work_through
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


def posted(client, pk, deed):
    return client.post(f"/manage/import/{pk}/{deed}/", follow=True).content.decode()


def test_a_file_is_looked_through_and_moved_in_by_a_worker(coordinator):
    client = signed_in_as(coordinator)
    # given a file that was brought
    said = client.post("/manage/import/", {"file": file_of(3)}, follow=True).content.decode()
    run = Run.objects.get()
    assert "What does requests.csv mean?" in said and "Waiting for its turn" in said
    # when a worker has looked it through
    work_through(run)
    assert "3 of 3 rows would be made" in client.get(f"/manage/import/{run.pk}/").content.decode()
    # and somebody has it moved in
    assert "Moving requests.csv in" in posted(client, run.pk, "move-in")
    work_through(run)
    # then it is there, and each pass says how far it came
    assert "3 of 3 rows moved in" in client.get(f"/manage/import/{run.pk}/").content.decode()
    assert set(run.passes.values_list("deed", "state", "by")) == {
        ("look", "done", coordinator.pk),
        ("move", "done", coordinator.pk),
    }


def test_of_two_who_start_the_same_one_is_told(coordinator):
    run = brought(2, coordinator)
    posted(signed_in_as(coordinator), run.pk, "move-in")
    said = posted(signed_in_as(person("coordinator", "Bo Second")), run.pk, "move-in")
    assert f"{coordinator.name} started this at" in said
    assert run.passes.count() == 1


def test_a_second_worker_that_is_told_of_a_pass_does_nothing(coordinator):
    run = brought(2, coordinator)
    one = working.ask(run=run, deed="move", by=coordinator, now=timezone.now())
    working.work(one.pk, now=timezone.now())
    working.work(one.pk, now=timezone.now())
    assert Moved.objects.count() == 2
    assert AuditEvent.objects.filter(verb="records moved in").count() == 1


def test_what_was_moved_in_is_not_started_again(coordinator):
    run = brought(1, coordinator)
    running.move_in(run=run, by=coordinator, now=timezone.now())
    run.refresh_from_db()
    for deed in ("look", "move"):
        with pytest.raises(CannotRead):
            working.ask(run=run, deed=deed, by=coordinator, now=timezone.now())


def test_what_nobody_took_up_is_stopped_at_once_and_can_be_started_again(coordinator):
    client = signed_in_as(coordinator)
    client.post("/manage/import/", {"file": file_of(1)})
    run = Run.objects.get()
    assert "Shall we look requests.csv through?" in posted(client, run.pk, "stop")
    assert "Waiting for its turn" in posted(client, run.pk, "look")
    work_through(run)
    assert "1 of 1 row would be made" in client.get(f"/manage/import/{run.pk}/").content.decode()


def test_there_is_nothing_to_stop_where_nobody_works(coordinator):
    run = brought(1, coordinator)
    assert "done before it could be stopped" in posted(signed_in_as(coordinator), run.pk, "stop")


def test_a_file_that_turns_out_to_be_none_says_so_on_its_page(coordinator, monkeypatch):
    # given a workbook whose second sheet is damaged, which only its reading shows
    monkeypatch.setattr(running, "_keep_lines", refuse)
    client = signed_in_as(coordinator)
    client.post("/manage/import/", {"file": file_of(1)})
    run = Run.objects.get()
    work_through(run)
    said = client.get(f"/manage/import/{run.pk}/").content.decode()
    assert "Looking it through failed" in said and "Its second sheet is damaged." in said


def refuse(*_):
    raise CannotRead("Its second sheet is damaged.")


def test_what_breaks_leaves_nothing_and_its_page_says_so_without_the_rows(coordinator, monkeypatch, caplog):
    run = brought(2, coordinator)
    lines = set(Line.objects.values_list("pk", flat=True))
    working.ask(run=run, deed="move", by=coordinator, now=timezone.now())
    monkeypatch.setattr(running, "_keep_counts", break_down)
    work_through(run)
    said = signed_in_as(coordinator).get(f"/manage/import/{run.pk}/").content.decode()
    assert "Moving it in failed" in said and "Something went wrong on our side" in said
    assert "Ana Diaz" not in said + caplog.text
    assert not Moved.objects.exists()
    assert set(Line.objects.values_list("pk", flat=True)) == lines


def break_down(*_):
    raise ValueError("Ana Diaz")


def test_the_sweep_tells_again_of_what_waits_and_forgets_what_was_left_lying(coordinator, monkeypatch):
    told = []
    monkeypatch.setattr(working, "wake_worker", lambda pk: told.append(pk) or True)
    now = timezone.now()
    old = brought(1, coordinator)
    Run.objects.update(brought_at=now - timedelta(days=2))
    waits = working.bring(file=file_of(1), name="x.csv", by=coordinator, now=now)
    working.sweep(now=now)
    assert told == []
    working.sweep(now=now + LATER)
    assert told == [waits.passes.get().pk]
    assert not Run.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("stop_asked", [False, True])
def test_a_pass_whose_worker_is_gone_is_over(stop_asked, coordinator):
    run, now = brought(1, coordinator), timezone.now()
    one = working.ask(run=run, deed="move", by=coordinator, now=now)
    Pass.objects.update(state="going", began_at=now, stop_asked=stop_asked)
    assert working.last_pass(run=run, now=now).state == "going"
    assert working.last_pass(run=run, now=now + LATER).state == ("stopped" if stop_asked else "failed")
    # and it can be started again
    again = working.ask(run=run, deed="move", by=coordinator, now=now + LATER)
    assert again.pk != one.pk


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_page_of_a_worker_costs_the_same_however_much_there_is(n, coordinator, django_assert_num_queries):
    for _ in range(n):
        run = working.bring(file=file_of(n), name="x.csv", by=coordinator, now=timezone.now())
    client = signed_in_as(coordinator)
    with django_assert_num_queries(4):  # session, user, run, pass
        client.get(f"/manage/import/{run.pk}/")
    Pass.objects.update(state="going", began_at=timezone.now())
    with django_assert_num_queries(5):  # and whether it began long enough ago to ask for its worker
        client.get(f"/manage/import/{run.pk}/")


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_goes_on_and_a_stop_undoes_all(monkeypatch):
    # given 1,200 rows, of which somebody stops the worker after the first thousand
    coordinator, seen = person("coordinator"), []
    run = brought(1200, coordinator)
    one = working.ask(run=run, deed="move", by=coordinator, now=timezone.now())
    say = Beside.__call__

    def watched(self, done, in_all):
        say(self, done, in_all)
        other = self.connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT rows_done, rows_in_all FROM importing_pass WHERE id = %s", [one.pk])
            seen.append(cursor.fetchone())
            if done == 1000:
                cursor.execute("UPDATE importing_pass SET stop_asked = true WHERE id = %s", [one.pk])
        other.close()

    monkeypatch.setattr(Beside, "__call__", watched)
    # when it works
    working.work(one.pk, now=timezone.now())
    # then others have seen how far it was, and nothing of it is left
    one.refresh_from_db()
    assert seen == [(0, 1200), (500, 1200), (1000, 1200)]
    assert one.state == "stopped"
    assert not Moved.objects.exists()
    run.refresh_from_db()
    assert (run.state, run.lines.count()) == ("looked_through", 1200)


@pytest.mark.django_db(transaction=True)
def test_others_may_ask_and_read_while_a_worker_is_at_a_file(monkeypatch):
    # given a worker in the middle of a file
    coordinator, told = person("coordinator"), []
    run = brought(2, coordinator)
    one = working.ask(run=run, deed="move", by=coordinator, now=timezone.now())
    keep_lines = running._keep_lines

    def meanwhile(*args):
        keep_lines(*args)
        told.append(in_a_thread(lambda: asked_again(run, coordinator)))

    monkeypatch.setattr(running, "_keep_lines", meanwhile)
    # when somebody else asks for the same, then they are told at once, and the pass is not taken for dead
    working.work(one.pk, now=timezone.now())
    assert [why.split(" started")[0] for why in told] == [coordinator.name]
    one.refresh_from_db()
    assert one.state == "done"


def asked_again(run, by):
    try:
        working.ask(run=run, deed="move", by=by, now=timezone.now() + LATER)
    except Busy as busy:
        return busy.why


def in_a_thread(do):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing_after, do).result(timeout=20)


def closing_after(do):
    try:
        return do()
    finally:
        connection.close()


def test_a_bad_file_is_said_at_once_and_keeps_no_worker_busy(coordinator):
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    answer = signed_in_as(coordinator).post("/manage/import/", {"file": file})
    assert answer.status_code == 422
    assert "No headings that we know were found" in answer.content.decode()
    assert not Pass.objects.exists()
