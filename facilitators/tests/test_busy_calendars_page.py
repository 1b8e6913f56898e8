"""The page on which a facilitator adds a rota, and what it does to the availability page."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from facilitators import busy_calendars
from facilitators.models import BusyCalendar
from facilitators.tests.factories import FacilitatorFactory, busy_at, calendar_of, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.servers import publishing_to
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as
from stepforward.ui.wording import civil_date, moment_of

PAGE, AVAILABILITY = "/availability/calendars/", "/availability/"
ADDRESS = "https://rota.trust.example/s3cr3t-key.ics"


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory()


@pytest.fixture
def client(facilitator):
    return signed_in_as(facilitator.user)


def add(client, name="Rota", address=ADDRESS):
    return client.post(PAGE, {"name": name, "address": address}, follow=True)


def deed(client, one, do):
    return client.post(f"{PAGE}{one.pk}/{do}/", follow=True).content.decode()


def coming(day=10):
    return civil_date(timezone.now()) + timedelta(days=day)


def test_a_calendar_is_added_once_by_name_and_never_shown_again(client, facilitator):
    page = add(client).content.decode()
    one = facilitator.busy_calendars.get()
    assert "We are reading it now" in page and "not read yet" in page and "rota.trust.example" in page
    assert "s3cr3t" not in page + client.get(AVAILABILITY).content.decode()
    assert busy_calendars.address_of(one) == ADDRESS and b"s3cr3t" not in bytes(one.sealed_address)


@pytest.mark.parametrize("typed", ["webcal://rota.trust.example/a.ics", " WEBCAL://rota.trust.example/a.ics"])
def test_what_phones_call_webcal_is_https(client, facilitator, typed):
    add(client, address=typed)
    assert busy_calendars.address_of(facilitator.busy_calendars.get()) == "https://rota.trust.example/a.ics"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Rota", ""),
        ("", ADDRESS),
        ("Rota", "http://rota.trust.example/a.ics"),
        ("Rota", "file:///etc/passwd"),
        ("Rota", "https://me:secret@rota.trust.example/"),
        ("Rota", "https://rota.trust.example:22/"),
        ("Rota", "https://rota.trust.example/" + "a" * 3000),
        ("Rota", "https://[::1"),
        ("Rota", "https://rota.trust.example/\x00"),
        ("R" * 61, ADDRESS),
        ("Ro\x00ta", ADDRESS),
    ],
)
def test_what_is_no_private_address_is_refused_in_words_and_what_was_typed_stays(client, name, address):
    page = add(client, name, address)
    assert page.status_code == 422 and "There is a problem" in page.content.decode()
    assert not BusyCalendar.objects.exists()


def test_the_same_name_the_same_address_and_a_sixth_are_refused(client, facilitator):
    add(client)
    assert "You have a calendar of this name" in add(client, "ROTA", f"{ADDRESS}?2").content.decode()
    page = add(client, "Another")
    assert page.status_code == 422 and "You have added this address already" in page.content.decode()
    for n in range(4):
        add(client, f"Rota {n}", f"{ADDRESS}?{n}")
    assert "We read 5 calendars" in add(client, "Sixth", f"{ADDRESS}?6").content.decode()
    assert facilitator.busy_calendars.count() == 5


def test_removing_one_leaves_nothing_of_it(client, facilitator):
    starts_at = moment_of(coming(), time(9))
    says(facilitator, coming(), morning="yes")
    one = busy_at(facilitator, starts_at, hours=4)
    assert not facilitator.windows.exists()
    assert "Removed, with everything" in deed(client, one, "remove")
    assert not facilitator.busy_times.exists() and facilitator.windows.count() == 1
    assert client.post(f"{PAGE}{one.pk}/remove/").status_code == 404


def test_each_has_only_their_own(client, facilitator, coordinator, stranger):
    other = calendar_of(FacilitatorFactory(), "Somebody else’s")
    assert "Somebody else" not in client.get(PAGE).content.decode()
    for do in ("try", "remove"):
        address = f"{PAGE}{other.pk}/{do}/"
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 405
        assert signed_in_as(coordinator).post(address).status_code == 403
        assert signed_in_as(stranger).post(address).status_code == 404
        assert signed_in_as(None).post(address).status_code == 302
    assert signed_in_as(coordinator).get(PAGE).status_code == 403
    assert signed_in_as(person(Role.FACILITATOR)).get(PAGE).status_code == 404
    assert BusyCalendar.objects.count() == 1


def test_one_that_fails_says_what_happened_since_when_and_what_we_go_by(client, facilitator):
    now = timezone.now()
    one = calendar_of(
        facilitator,
        read_at=now - timedelta(days=2),
        tried_at=now - timedelta(minutes=5),
        failing_since=now - timedelta(days=1),
        failure="gone",
    )
    page = client.get(PAGE).content.decode()
    assert "cannot be read" in page and "Nothing is at the address any more" in page
    assert "We go by what we read before until" in page
    assert "Rota cannot be read since" in client.get(AVAILABILITY).content.decode()
    # trying again is a deed of its own, and not one to hold down
    assert "We are trying it now" in deed(client, one, "try")
    BusyCalendar.objects.update(tried_at=now)
    assert "less than a minute ago" in deed(client, one, "try")
    # and after a week it is said that nothing of it counts
    BusyCalendar.objects.update(read_at=now - timedelta(days=8))
    assert "too old to be believed" in client.get(PAGE).content.decode()
    assert "its times do not count any more" in client.get(AVAILABILITY).content.decode()


def test_without_a_broker_trying_and_adding_still_answer(
    client, facilitator, django_capture_on_commit_callbacks
):
    with publishing_to("redis://127.0.0.1:9/0"):
        with django_capture_on_commit_callbacks(execute=True):
            assert "Added." in add(client).content.decode()
        assert "as soon as we can" in deed(client, facilitator.busy_calendars.get(), "try")


def test_busy_parts_are_grey_and_the_day_can_be_overruled_and_given_back(client, facilitator):
    day = coming()
    says(facilitator, day, morning="yes", evening="yes")
    busy_at(facilitator, moment_of(day, time(8)), hours=8.5)
    page = client.get(AVAILABILITY).content.decode()
    assert "On your rota 8am to 4:30pm" in page
    assert f'name="{day}-morning"' not in page and f'name="{day}-afternoon"' not in page
    assert f'name="{day}-evening"' in page
    # a yes for a part that is busy is not taken, and the one said before does not offer them
    client.post(AVAILABILITY, {f"{day}-morning": "no", f"{day}-evening": "no"})
    assert {row.part: row.level for row in facilitator.said.filter(day=day)} == {
        "morning": "yes",
        "evening": "no",
    }
    assert not facilitator.windows.exists()
    page = client.post(
        AVAILABILITY, {"do": f"free:{day}", f"{day}-evening": "yes"}, follow=True
    ).content.decode()
    assert "your calendar does not count" in page and "Your rota does not count" in page
    assert f'name="{day}-morning"' in page
    assert [w.level for w in facilitator.windows.all()] == ["yes", "yes"]
    page = client.post(AVAILABILITY, {"do": f"rota:{day}"}, follow=True).content.decode()
    assert "we go by your calendar again" in page and f'name="{day}-morning"' not in page


@pytest.mark.parametrize("do", ["free:1066-10-14", "free:9999-99-99", "free:", "rota:nonsense", "free:\x00"])
def test_days_that_are_not_on_the_page_are_not_overruled(client, facilitator, do):
    assert client.post(AVAILABILITY, {"do": do}).status_code == 302
    assert not facilitator.free_all_the_same.exists()


def test_the_coordinator_sees_how_many_fail_and_not_whose(coordinator, facilitator):
    now = timezone.now()
    calendar_of(facilitator, "My private thing", failing_since=now, failure="gone")
    calendar_of(FacilitatorFactory(), read_at=now)
    calendar_of(FacilitatorFactory(left_on=civil_date(now)), failing_since=now, failure="gone")
    read = reading_as(coordinator)
    assert "1 of the 2 rotas and calendars" in read("/")
    assert "My private thing" not in read("/") + read(f"/facilitators/{facilitator.pk}/") + read("/audit/")
    assert not OutgoingEmail.objects.exists()
