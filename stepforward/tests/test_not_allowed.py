import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_an_address_that_only_takes_a_press_says_that_nothing_was_done(client, coordinator, method):
    client.force_login(coordinator)
    answer = getattr(client, method)(reverse("outbox:retry", args=[1]))
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.headers["content-type"].startswith("text/html")
    assert "Nothing was done" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_public_page_that_is_not_asked_rightly_leaves_no_trace_either(client):
    answer = client.put(reverse("feedback:thank_you"))
    assert answer.status_code == 405
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert answer.cookies == {}
