import pytest
from django.test import Client

from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.factories import LINK, change, invitation, letter
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db
State = OutgoingEmail.State


@pytest.fixture
def page(coordinator):
    return reading_as(coordinator)


@pytest.mark.parametrize(
    "address", ["/emails/", "/emails/{pk}/", "/emails/delivered/", "/emails/delivered/x.eml/"]
)
def test_only_coordinators_read_emails(address, coordinator, dean, stranger, settings, tmp_path):
    settings.DEMO_MAILBOX = str(tmp_path)
    (tmp_path / "x.eml").write_text("Subject: Hello\r\n\r\nYou\r\n")
    address = address.format(pk=letter().pk)
    answers = [signed_in_as(user).get(address).status_code for user in (coordinator, dean, stranger, None)]
    assert answers == [200, 403, 404, 302]


@pytest.mark.parametrize("deed", ["retry", "withdraw"])
def test_only_coordinators_intervene_and_only_by_post(deed, coordinator, dean, stranger, now):
    address = f"/emails/{change(letter(now=now), state=State.FAILED).pk}/{deed}/"
    answers = [signed_in_as(user).post(address).status_code for user in (dean, stranger)]
    assert answers == [403, 404]
    assert Client().post(address)["Location"].startswith("/accounts/login/")
    assert signed_in_as(coordinator).get(address).status_code == 405
    assert OutgoingEmail.objects.get().state == State.FAILED


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_however_long_it_is(n, coordinator, django_assert_num_queries):
    for number in range(n):
        letter(number)
    client = signed_in_as(coordinator)
    with django_assert_num_queries(6):  # session, user, kinds, count, page, counts by state
        client.get("/emails/")


def test_a_detail_takes_three_queries(coordinator, django_assert_num_queries):
    email = letter(calendar=invitation(), calendar_method="REQUEST")
    client = signed_in_as(coordinator)
    with django_assert_num_queries(3):  # session, user, email
        client.get(f"/emails/{email.pk}/")


def test_the_list_is_found_by_recipient_state_and_kind(page, now):
    letter(1), letter(2)
    change(letter(3), state=State.FAILED)
    change(letter(4), kind="people/invited")
    assert "Person 2" in page("/emails/?q=person.2")
    assert "Person 1" not in page("/emails/?q=person.2")
    assert "Person 3" in page("/emails/?q=PERSON%203")
    failed = page("/emails/?state=failed")
    assert "Person 3" in failed
    assert "Person 1" not in failed
    assert "Person 4" in page("/emails/?kind=people/invited")
    assert "Person 1" not in page("/emails/?kind=people/invited")
    assert "No emails here" in page("/emails/?q=nobody")


def test_a_filter_that_makes_no_sense_is_said_at_its_field(page):
    letter()
    assert "Select state" in page("/emails/?state=lost", status=422)
    assert "Person 1" in page("/emails/?page=nonsense")


def test_the_list_says_in_words_how_it_stands(page, now):
    assert "None has failed" in page("/emails/")
    change(letter(1), state=State.SENT, sent_at=now)
    change(letter(2), state=State.FAILED)
    text = page("/emails/")
    assert "1 has gone" in text
    assert "1 could not be delivered" in text


def test_the_csv_holds_what_the_filter_found_and_no_text(page, now):
    letter(1)
    change(letter(2, now=now), state=State.FAILED, attempts=1, error_code=550, error="no such mailbox")
    csv = page("/emails/?state=failed&format=csv")
    assert csv.count("\r\n") == 2
    assert "person.2@example.test" in csv
    assert "There is no such mailbox, or it refuses our email. It said: 550 no such mailbox" in csv
    assert "Hello" not in csv


def test_the_coordinator_reads_the_text_but_not_its_private_links(page, now):
    email = letter(calendar=invitation(), calendar_method="REQUEST")
    text = page(f"/emails/{email.pk}/")
    assert "[private link]" in text
    assert "[[" not in text
    assert LINK not in text
    assert "Tuesday 7 July 2026, 1:30pm to 3:30pm" in text
    assert "Invitation" in text


def test_trouble_is_shown_with_what_can_be_done(coordinator, page, now):
    email = change(letter(now=now), attempts=2, error_code=451, error="try later")
    text = page(f"/emails/{email.pk}/")
    assert "The mail server asked us to try again later." in text
    assert "Try again now" in text
    assert "Withdraw" in text
    said = signed_in_as(coordinator).post(f"/emails/{email.pk}/withdraw/", follow=True).content.decode()
    assert "It is withdrawn and will not be sent" in said
    assert "Try again now" not in said
    again = signed_in_as(coordinator).post(f"/emails/{email.pk}/retry/", follow=True).content.decode()
    assert "This email was withdrawn, and its private links are gone." in again


def test_an_email_that_is_not_there_is_not_found(page):
    page("/emails/999999999999999999999/", status=404)
    page("/emails/1/", status=404)


# --- The demo's mailbox ---


def test_in_the_demo_the_message_as_delivered_has_links_to_follow(page, mail_server, settings, now):
    email = letter(now=now, calendar=invitation(), calendar_method="REQUEST")
    sending.send(email.pk, now=now)
    settings.DEMO_MAILBOX = str(mail_server.folder)
    [path] = mail_server.folder.glob("*.eml")
    for address in (f"/emails/{email.pk}/", f"/emails/delivered/{path.name}/"):
        text = page(address)
        assert f'href="{LINK}"' in text
        assert "text/calendar (REQUEST)" in text
    assert "A place for Person 1" in page("/emails/delivered/")


def test_what_arrives_from_elsewhere_cannot_bring_markup(page, settings, tmp_path):
    settings.DEMO_MAILBOX = str(tmp_path)
    raw = "Subject: <b>x</b>\r\nTo: a@example.test\r\nDate: nonsense\r\n\r\n<script>alert(1)</script>\r\n"
    (tmp_path / "1-a.eml").write_text(raw)
    text = page("/emails/delivered/1-a.eml/")
    assert "<b>x</b>" not in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret", "2-b.eml", "1-a"])
def test_no_other_file_can_be_read_through_the_mailbox(page, settings, tmp_path, name):
    settings.DEMO_MAILBOX = str(tmp_path / "mailbox")
    (tmp_path / "mailbox").mkdir()
    (tmp_path / "secret.eml").write_text("Subject: secret\r\n\r\n")
    (tmp_path / "mailbox" / "1-a.eml").write_text("Subject: a\r\n\r\n")
    page(f"/emails/delivered/{name}/", status=404)


def test_production_has_no_mailbox_to_look_into(page, settings, now):
    settings.DEMO_MAILBOX = ""
    email = change(letter(), state=State.SENT, sent_at=now)
    page("/emails/delivered/", status=404)
    page("/emails/delivered/x.eml/", status=404)
    assert "As it was delivered" not in page(f"/emails/{email.pk}/")
    assert "mailbox" not in page("/emails/")


def test_long_lists_have_pages(page, now):
    for number in range(26):
        letter(number)
    assert "Person 0," not in page("/emails/")
    assert "Person 0," in page("/emails/?page=2")
