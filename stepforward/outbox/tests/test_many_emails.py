"""The coordinator's list while fifty thousand emails lie in the outbox."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
MANY = 50_000


DIFFERS = {
    "key": "'k' || n",
    "kind": "'people/kind_' || n % 20",
    "about_id": "n::text",
    "to_email": "'p' || n || '@trust.example'",
    "message_id": "'<' || n || '@x.example>'",
    "state": "CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'queued' END",
}


@pytest.fixture
def many():
    """One email, and the others in its likeness, made by the database itself."""
    words = {"kind": "people/kind_0", "about": "people.User", "subject": "Your place", "text": "Hello"}
    OutgoingEmail.objects.create(
        key="k0", to_email="p0@trust.example", message_id="<0@x.example>", due_at=timezone.now(), **words
    )
    columns = [field.column for field in OutgoingEmail._meta.concrete_fields if not field.primary_key]
    values = ", ".join(DIFFERS.get(column, f"one.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outbox_outgoingemail ({', '.join(columns)}) "
            f"SELECT {values} FROM outbox_outgoingemail one, generate_series(1, {MANY - 1}) n"
        )
        cursor.execute("ANALYZE outbox_outgoingemail")


def plan_of(emails):
    return emails.explain()


def test_a_page_of_them_is_read_by_an_index_and_costs_six_queries(many, coordinator):
    newest = OutgoingEmail.objects.visible_to(coordinator)
    assert "Index Scan" in plan_of(newest[:25])
    assert "email_by_state" in plan_of(newest.filter(state="failed")[:25])
    assert "email_about" in plan_of(newest.filter(about="people.User", about_id="7").order_by())
    client = signed_in_as(coordinator)
    for query in ("", "?state=failed", "?kind=people/kind_3", "?q=p49999", "?page=2000"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/emails/{query}").status_code == 200
        assert len(queries) == 6


def test_all_of_them_can_be_had_as_a_file(many, coordinator):
    response = signed_in_as(coordinator).get("/emails/?format=csv")
    assert sum(piece.count(b"\r\n") for piece in response) == MANY + 1
