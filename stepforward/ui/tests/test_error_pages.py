"""Wrong addresses, stale forms and our own faults get a kind page. None of these uses the database."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory, override_settings

from stepforward.ui import views

INLINE = ("<style", " style=", " onclick=", "<script>", "javascript:")


def test_a_hostile_host_gets_a_page_and_is_not_repeated():
    response = Client().get("/ui/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "We cannot answer this" in response.text
    assert "evil" not in response.text


def test_an_unknown_address_is_not_found_and_shows_a_way_on():
    response = Client().get("/nothing/here/")
    assert response.status_code == 404
    assert "<title>Page not found – Step Forward</title>" in response.text
    assert "/accounts/login/" in response.text


def test_our_own_fault_needs_neither_database_nor_context():
    response = views.server_error(RequestFactory().get("/", headers={"host": "evil.example"}))
    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.text


def test_a_stale_form_says_that_nothing_was_sent_and_gives_back_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    sent = {
        "team": "Theatres <3",
        "notes": "one\ntwo",
        "password": "secret words",
        "csrfmiddlewaretoken": "old",
    }
    response = client.post("/ui/", sent)
    assert response.status_code == 403
    assert "Nothing was sent" in response.text
    assert "Theatres &lt;3" in response.text
    assert "one<br>two" in response.text
    assert "secret words" not in response.text
    assert ">old<" not in response.text


def test_a_stale_form_without_anything_typed_shows_no_empty_list():
    response = Client(enforce_csrf_checks=True).post("/ui/")
    assert response.status_code == 403
    assert "What you typed" not in response.text


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_a_stale_form_that_is_too_big_still_gets_its_page():
    request = RequestFactory().post("/ui/", "notes=" + "x" * 100, "application/x-www-form-urlencoded")
    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018
    assert views.typed(request) == []


@pytest.mark.parametrize("path", ["/ui/", "/ui/?errors&messages", "/nothing/", "/accounts/login/"])
def test_no_page_holds_inline_script_or_style_or_another_host(path):
    html = Client().get(path).text
    assert not [piece for piece in INLINE if piece in html]
    assert "http://" not in html
    assert "https://" not in html
