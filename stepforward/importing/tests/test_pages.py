import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from stepforward.importing import confirming, working
from stepforward.importing.models import Meaning, Run
from stepforward.importing.running import bring
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
HEAD = "Email,Organisation,Team,People,Dates\n"


def file_of(n, organisation="Bolton"):
    rows = (
        f"asks.{number}@nowhere.example,{organisation},Team {number},20,flexible\n" for number in range(n)
    )
    return SimpleUploadedFile("requests.csv", (HEAD + "".join(rows)).encode())


def brought(n, by, **said):
    return bring(file=file_of(n, **said), name="requests.csv", by=by, now=timezone.now())


def work_through(run):
    """As the worker that was told."""
    working.work(run.passes.live().get().pk, now=timezone.now())


def test_only_coordinators_bring_files(coordinator, dean, programme_lead, stranger):
    people = (coordinator, dean, programme_lead, person("facilitator"), stranger, None)
    answers = [signed_in_as(user).get("/manage/import/").status_code for user in people]
    assert answers == [200, 403, 403, 403, 404, 302]


def test_from_a_file_to_what_it_made_and_back(coordinator):
    # given a file that names a hospital
    client = signed_in_as(coordinator)
    client.post("/manage/import/", {"file": file_of(2, organisation="MRI")})
    run = Run.objects.get()
    work_through(run)
    shown = client.get(f"/manage/import/{run.pk}/").content.decode()
    assert "0 of 2 rows would be made" in shown
    assert "is it Manchester University NHS Foundation Trust (R0A)?" in shown
    # when it is confirmed and moved in
    client.post(f"/manage/import/{run.pk}/confirm/", {"question_0": "R0A"})
    work_through(run)
    assert "2 of 2 rows would be made" in client.get(f"/manage/import/{run.pk}/").content.decode()
    client.post(f"/manage/import/{run.pk}/move-in/")
    work_through(run)
    # then it can be taken back, once
    run.refresh_from_db()
    assert (run.state, run.made, run.content) == ("moved_in", 2, None)
    said = client.post(f"/manage/import/{run.pk}/take-back/", follow=True).content.decode()
    assert "nothing of this file is left" in said
    again = client.post(f"/manage/import/{run.pk}/take-back/", follow=True).content.decode()
    assert "taken back before" in again


def test_a_file_that_cannot_be_read_is_said_at_its_field(coordinator):
    response = signed_in_as(coordinator).post(
        "/manage/import/", {"file": SimpleUploadedFile("x.csv", b"a\x00b")}
    )
    assert response.status_code == 422
    assert "This file has NUL bytes in it" in response.content.decode()
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("big.csv", b"a,b\n" * 25_000_000, "smaller than 10MB"),
        ("empty.csv", b"", "The file is empty"),
        ("open.csv", b'Name,Email,Signed\n"A,b,x\n', "do not close"),
        ("macros.xlsm", b"PK\x03\x04", "macros"),
    ],
    ids=["100 MB", "empty", "open quote", "macros"],
)
def test_bad_files_are_refused_at_the_field(name, content, why, coordinator):
    answer = signed_in_as(coordinator).post("/manage/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Run.objects.exists()


def test_what_was_confirmed_can_be_forgotten(coordinator):
    confirming.confirm(meanings={("organisation", "MRI"): "R0A"}, by=coordinator, now=timezone.now())
    meaning = Meaning.objects.get()
    signed_in_as(coordinator).post(reverse("importing:forget", kwargs={"pk": meaning.pk}))
    assert not Meaning.objects.exists()


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_pages_cost_the_same_however_much_was_brought(n, coordinator, django_assert_num_queries):
    for _ in range(n):
        run = brought(n, coordinator)
    client = signed_in_as(coordinator)
    with django_assert_num_queries(5):  # session, user, count, page, meanings
        client.get("/manage/import/")
    with django_assert_num_queries(6):  # session, user, run, pass, count, page
        client.get(f"/manage/import/{run.pk}/")
