"""Filters that hold a mistake say so, and a download is never of something else than was asked for."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
WRONG = [
    ("courses:requests", {"state": "zzz"}, "Select which requests to show"),
    ("courses:requests", {"q": "x" * 81}, "What to look for must be 80 characters or fewer"),
    ("courses:manage_sessions", {"course": "zzz"}, "Select a course"),
    ("courses:manage_sessions", {"q": "a\x00b"}, "What to look for must have only letters"),
    ("courses:sessions", {"where": "zzz"}, "Select online, in person or anywhere"),
]


@pytest.mark.parametrize(("route", "asked", "words"), WRONG)
@pytest.mark.parametrize("kind", ["page", "csv"])
def test_a_filter_that_nobody_knows_is_said_and_not_downloaded(
    client, coordinator, route, asked, words, kind
):
    client.force_login(coordinator)
    answer = client.get(reverse(route), asked | ({"format": "csv"} if kind == "csv" else {}))
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    said = answer.content.decode()
    assert said.count(words) == 2, "once in the summary and once at its field"
