"""The pages on which a coordinator reads and changes what the emails say."""

import pytest
from django.test import Client

from stepforward.outbox import kinds, rewording
from stepforward.outbox.models import WordingVersion
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
PAGE = "/emails/wording/people/login_code/"
GOOD = {"subject": "Code for {name}", "text": "Hi {name},\n\n{code}\n\nThe desk", "based_on": "0"}


@pytest.fixture
def client(coordinator):
    return signed_in_as(coordinator)


def versions(n, by):
    for number in range(1, n + 1):
        WordingVersion.objects.create(
            kind="people/login_code", number=number, subject=f"Try {number}", text="{code}", made_by=by
        )


@pytest.mark.parametrize("address", ["/emails/wording/", PAGE])
def test_only_coordinators_see_the_wording(address, coordinator, dean, stranger):
    answers = [signed_in_as(user).get(address).status_code for user in (coordinator, dean, stranger, None)]
    assert answers == [200, 403, 404, 302]


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}reset/"])
def test_only_coordinators_change_it(address, coordinator, dean, stranger):
    answers = [signed_in_as(user).post(address, GOOD).status_code for user in (dean, stranger, None)]
    assert answers == [403, 404, 302]
    assert signed_in_as(coordinator).get(f"{PAGE}reset/").status_code == 405
    assert not WordingVersion.objects.exists()


def test_changing_needs_the_form_s_token(coordinator):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(coordinator)
    assert careful.post(PAGE, GOOD).status_code == 403


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_pages_cost_the_same_however_long_the_history(n, client, coordinator, django_assert_num_queries):
    versions(n, coordinator)
    with django_assert_num_queries(3):  # session, user, newest versions
        client.get("/emails/wording/")
    with django_assert_num_queries(6):  # session, user, newest version, newest row, count, history
        client.get(PAGE)


def test_the_list_says_in_words_what_there_is_and_what_was_changed(client, coordinator):
    before = client.get("/emails/wording/").content.decode()
    assert "All read as they did at first." in before
    assert all(kind.title in before for kind in kinds.declared())
    versions(1, coordinator)
    after = client.get("/emails/wording/").content.decode()
    assert "You have changed 1." in after
    assert f"{coordinator.name}, " in after


def test_the_page_shows_the_words_the_placeholders_and_how_it_reads(client, coordinator):
    text = client.get(PAGE).content.decode()
    assert "Enter this code on the page" in text
    assert "&#123;code&#125;" in text
    assert "must stay" in text
    assert f"Hello {coordinator.name}," in text  # the newest account
    assert "[private code]" in text
    assert "[[" not in text


def test_a_preview_saves_nothing(client):
    text = client.post(PAGE, GOOD | {"preview": "1"}).content.decode()
    assert "Nothing is saved yet." in text
    assert "Code for Coordinator" in text
    assert not WordingVersion.objects.exists()


def test_saving_is_said_and_the_version_names_who_made_it(client, coordinator):
    text = client.post(PAGE, GOOD, follow=True).content.decode()
    assert "From now on this email says what you wrote." in text
    assert f"Version 1, {coordinator.name}" in text
    again = client.post(PAGE, GOOD | {"based_on": "1"}, follow=True).content.decode()
    assert "Nothing was changed" in again


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "Hi {nmae} {code}"}, "{nmae} is not a placeholder of this email. Did you mean {name}?"),
        ({"text": "Hi {name}"}, "The text must keep {code}: that is what this email is for"),
        ({"subject": "{code}"}, "{code} cannot stand in a subject, because it is private"),
        ({"text": "{{ settings.SECRET_KEY }} {code}"}, "Take out {{"),
        ({"subject": ""}, "Enter the subject"),
        ({"text": ""}, "Enter the text"),
        ({"subject": "x" * 151}, "The subject must be 150 characters or fewer"),
        ({"text": "{code}" + "x" * 5000}, "The text must be 5000 characters or fewer"),
        ({"subject": "a\0b"}, "The subject must have only letters"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(client, typed, sentence, button):
    response = client.post(PAGE, GOOD | typed | button)
    text = response.content.decode().replace("&#x27;", "'")
    assert response.status_code == 422
    assert sentence in text
    assert GOOD["subject"] in text or GOOD["text"].split("\n")[0] in text
    assert not WordingVersion.objects.exists()


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30])
def test_a_form_that_is_not_whole_changes_nothing(client, based_on):
    assert client.post(PAGE, GOOD | {"based_on": based_on}).status_code == 422
    client.post(f"{PAGE}reset/", {"based_on": based_on})
    assert not WordingVersion.objects.exists()


def test_who_was_overtaken_keeps_their_text_reads_the_other_s_and_may_save_again(client, coordinator):
    versions(1, coordinator)
    first = client.post(PAGE, GOOD)
    text = first.content.decode()
    assert first.status_code == 422
    assert "Somebody else changed this wording while you were writing." in text
    assert "Code for {name}" in text
    assert "Try 1" in text
    assert 'name="based_on" value="1"' in text
    client.post(PAGE, GOOD | {"based_on": "1"})
    assert WordingVersion.objects.first().subject == "Code for {name}"


def test_an_earlier_version_can_be_started_from(client, coordinator):
    versions(3, coordinator)
    text = client.get(f"{PAGE}?version=1").content.decode()
    assert 'value="Try 1"' in text
    assert 'name="based_on" value="3"' in text
    assert 'value="Your code to sign in' in client.get(f"{PAGE}?version=default").content.decode()
    for nonsense in ("x", "99", "²", "9" * 40):
        assert 'value="Try 3"' in client.get(f"{PAGE}?version={nonsense}").content.decode()


def test_a_reset_is_one_button(client, coordinator):
    versions(1, coordinator)
    assert "Reset to the default" in client.get(PAGE).content.decode()
    text = client.post(f"{PAGE}reset/", {"based_on": "1"}, follow=True).content.decode()
    assert "This email reads as it did at first again." in text
    assert "Reset to the default" not in text
    late = client.post(f"{PAGE}reset/", {"based_on": "1"}, follow=True).content.decode()
    assert "Somebody changed this wording just now." in late


def test_a_wording_that_does_not_fit_any_more_is_shown_as_such(client, coordinator):
    WordingVersion.objects.create(
        kind="people/login_code", number=1, subject="Hi", text="{code} {gone}", made_by=coordinator
    )
    assert "1 must be looked at." in client.get("/emails/wording/").content.decode()
    text = client.get(PAGE).content.decode()
    assert "so people get the default" in text
    assert "{code} {gone}" in text


def test_a_kind_that_there_is_not_is_not_found(client):
    for kind in ("people/nothing", "../settings", "people", "outbox/letter"):
        assert client.get(f"/emails/wording/{kind}/").status_code == 404


def test_markup_that_is_typed_stays_text(client):
    text = client.post(PAGE, GOOD | {"text": "<script>x</script>{code}", "preview": "1"}).content.decode()
    assert "<script>x" not in text


def test_the_newest_real_row_is_shown_or_else_an_example():
    for kind in kinds.declared():
        examples = rewording.default_of(kind).filled(lambda name, kind=kind: kind.placeholders[name].example)
        assert "{" not in "".join(examples)
