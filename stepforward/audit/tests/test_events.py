import ast
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from stepforward.audit.models import AuditEvent
from stepforward.audit.recording import record
from stepforward.audit.wording import NOBODY, sentence
from stepforward.people.models import Organisation
from stepforward.testing import person, reading_as, signed_in_as
from stepforward.tests.reading import python_files, tree_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return Organisation.objects.create(ods_code="T0001", name="A trust for tests")


@pytest.fixture
def page(programme_lead):
    return reading_as(programme_lead)


def written(verb, trust, at):
    """An event of another moment than now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (at, verb, about, about_id, details) VALUES (%s, %s, %s, %s, '{}')",
            [at, verb, trust._meta.label, str(trust.pk)],
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEvent.objects.update(verb="nothing happened"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_or_delete_what_was_done(trust, change):
    record("session planned", trust)
    with pytest.raises(IntegrityError, match="not changed or deleted"), transaction.atomic():
        change()
    assert AuditEvent.objects.get().verb == "session planned"


def test_the_coordinator_and_the_programme_lead_read_it(coordinator, programme_lead, dean, stranger, trust):
    record("session planned", trust)
    people = (coordinator, programme_lead, dean, stranger, None)
    assert [signed_in_as(user).get("/audit/").status_code for user in people] == [200, 200, 403, 404, 302]


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_however_long_it_is(n, trust, coordinator, django_assert_num_queries):
    for number in range(n):
        record("session planned", trust, by=person(name=f"Person {number}"))
    client = signed_in_as(coordinator)
    with django_assert_num_queries(5):  # session, user, verbs, count, page with its people
        client.get("/audit/")


def test_an_event_is_a_sentence(trust, coordinator, page):
    record("part offered", trust, by=coordinator, part="lead", days=[1, 2], early=True, reason=None)
    text = page("/audit/")
    assert f"Part offered: organisation {trust.pk} (" in text
    assert "days 1 and 2, part lead, early yes, reason none" in text
    assert coordinator.name in text


def test_what_nobody_signed_in_did_says_so(trust, page):
    record("place booked", trust)
    assert NOBODY in page("/audit/")


def test_a_model_that_is_gone_keeps_its_name():
    gone = AuditEvent(verb="seat booked", about="people.Seat", about_id="7", details={})
    assert sentence(gone) == "Seat booked: seat 7"


def test_every_verb_says_what_was_done_to_what():
    calls = [
        node
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record"
    ]
    verbs = {one.value for call in calls for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant)}
    assert len(verbs) > 20
    assert [verb for verb in verbs if len(verb.split()) < 2] == []


def test_it_is_found_by_what_was_done_and_by_london_day(trust, page):
    # given two events around midnight of 1 July in London, an hour ahead of UTC
    written("session planned", trust, datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    written("session opened", trust, datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    june, july = page("/audit/?until=2026-06-30"), page("/audit/?since=2026-07-01&until=2026-07-01")
    assert "Session planned:" in june
    assert "Session opened:" not in june
    assert "Session opened:" in july
    assert "Session planned:" not in july
    opened = page("/audit/?verb=session+opened&format=csv")
    assert opened.count("\r\n") == 2
    assert "2026-07-01 00:00:00" in opened


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=tomorrow", "Enter a real date"),
        ("until=9999-12-31", "The date must be before 2100"),
        ("since=0001-01-01", "The date must be after 1999"),
        ("since=2026-07-02&until=2026-07-01", "The last day must be the same as or after the first"),
        ("verb=nothing", "Select what"),
    ],
)
def test_a_filter_that_makes_no_sense_is_said_at_its_field(page, trust, asked, said):
    record("session planned", trust)
    text = page(f"/audit/?{asked}", status=422)
    assert said in text
    assert "Session planned:" in text
