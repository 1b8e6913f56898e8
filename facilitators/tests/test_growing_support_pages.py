"""The pages of support: the coordinator's list, one facilitator's, and the card on one's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facilitators.growing import supporting
from facilitators.models import Supervision, Support
from facilitators.tests.factories import FacilitatorFactory
from stepforward.testing import DESKTOP, PHONE, barriers, reading_as, signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def person():
    return FacilitatorFactory()


@pytest.fixture
def supervisor():
    return FacilitatorFactory()


def supervised(person, supervisor, now, *, days_ago=0, weeks=6, kind="supervisor"):
    then = now - timedelta(days=days_ago)
    return supporting.begin(
        facilitator=person,
        supporter=supervisor,
        kind=kind,
        starts_on=civil_date(then),
        every_weeks=weeks,
        by=supervisor.user,
        now=then,
    )


@pytest.fixture
def support(person, supervisor, now):
    return supervised(person, supervisor, now, days_ago=50)


def a_date(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_each_page_is_for_those_it_is_for(
    support, person, supervisor, coordinator, dean, programme_lead, stranger
):
    others = {"another": FacilitatorFactory().user, "dean": dean, "lead": programme_lead}
    people = {"coordinator": coordinator, "supervisor": supervisor.user, "oneself": person.user, **others}
    people |= {"stranger": stranger, "anonymous": None}
    for address, may in (
        ("/facilitators/support/", {"coordinator"}),
        (f"/facilitators/{person.pk}/support/", {"coordinator"}),
        (f"/growing/support/{support.pk}/", {"coordinator", "supervisor", "oneself"}),
    ):
        got = {who: signed_in_as(user).get(address).status_code for who, user in people.items()}
        expected = {who: 200 if who in may else 403 for who in people} | {"stranger": 404, "anonymous": 302}
        assert got == expected, address
    end = f"/facilitators/support/{support.pk}/end/"
    assert [signed_in_as(user).post(end).status_code for user in (person.user, stranger)] == [403, 404]


def test_one_press_notes_today_s_talk(support, person, supervisor, now):
    client = signed_in_as(person.user)
    page = client.get("/growing/").content.decode()
    assert f'We talked today<span class="nhsuk-u-visually-hidden">: {supervisor}' in page
    assert "overdue" in page and "never what you talked about" in page
    client.post(f"/growing/support/{support.pk}/", {"on": "today"})
    client.post(f"/growing/support/{support.pk}/", {"on": "today"})
    noted = Supervision.objects.get()
    assert (noted.held_on, noted.noted_by) == (civil_date(now), person.user)
    assert "overdue" not in client.get("/growing/").content.decode()


def test_another_day_with_the_day_of_the_next(support, supervisor, coordinator, now):
    today = civil_date(now)
    said = a_date("held_on", today - timedelta(days=2)) | a_date("next_on", today + timedelta(days=30))
    address = f"/growing/support/{support.pk}/"
    assert signed_in_as(supervisor.user).post(address, said).headers["location"] == "/growing/"
    found = signed_in_as(coordinator).post(address, said)
    assert found.headers["location"] == f"/facilitators/{support.facilitator_id}/support/"
    noted = Supervision.objects.get()
    assert (noted.held_on, noted.next_on) == (today - timedelta(days=2), today + timedelta(days=30))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Enter the day that you talked"),
        ({"held_on_day": "1"}, "must include a month and a year"),
        ({"held_on_day": "a\x00b", "held_on_month": "1", "held_on_year": "2026"}, "must be a real date"),
        ({"held_on_day": "1", "held_on_month": "1", "held_on_year": "9" * 25}, "There is a problem"),
        ({"held_on_day": "1", "held_on_month": "1", "held_on_year": "9999"}, "today or in the past"),
        ({"held_on_day": "1", "held_on_month": "1", "held_on_year": "2001"}, "not be before"),
    ],
)
def test_a_day_badly_said_is_said_at_its_place(said, words, support, person):
    answer = signed_in_as(person.user).post(f"/growing/support/{support.pk}/", {"csrf": "", **said})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Supervision.objects.exists()


def test_the_coordinator_begins_and_ends_it(person, supervisor, coordinator, now):
    client, address = signed_in_as(coordinator), f"/facilitators/{person.pk}/support/"
    said = {"kind": "supervisor", "supporter": supervisor.pk, "every_weeks": ""}
    assert client.post(address, said | a_date("starts_on", civil_date(now))).status_code == 302
    support = Support.objects.get()
    assert (support.by, support.every_weeks) == (supervisor, 6)
    assert f"{person} and {supervisor} have an email" in client.get(address).content.decode()
    # a second is refused at its field, and what was said stays
    again = client.post(address, said | a_date("starts_on", civil_date(now)))
    text = again.content.decode()
    assert again.status_code == 422
    assert "has a supervisor at that time" in text and f'value="{supervisor.pk}" selected' in text
    client.post(f"/facilitators/support/{support.pk}/end/")
    assert "Before" in client.get(address).content.decode()
    assert (
        "ended already"
        in client.post(f"/facilitators/support/{support.pk}/end/", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "king"},
        {"kind": "buddy", "supporter": "9" * 25},
        {"kind": "buddy", "supporter": "a\x00b"},
        {"kind": "supervisor", "every_weeks": "53"},
        {"kind": "supervisor", "every_weeks": "9" * 25},
        {"kind": "supervisor", "starts_on_year": "0"},
    ],
)
def test_what_is_badly_said_is_said_at_its_place(said, person, supervisor, coordinator, now):
    whole = {"supporter": supervisor.pk, **a_date("starts_on", civil_date(now)), **said}
    answer = signed_in_as(coordinator).post(f"/facilitators/{person.pk}/support/", whole)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert not Support.objects.exists()


def test_the_list_is_filtered_and_exported(support, person, supervisor, coordinator, now):
    buddy = FacilitatorFactory()
    supervised(supervisor, buddy, now, kind="buddy")
    client = signed_in_as(coordinator)
    text = client.get("/facilitators/support/").content.decode()
    assert text.index(f"{person}</a>") < text.index(f"{supervisor}</a>")
    for asked, found in (
        ("", 3),
        ("show=due", 1),
        ("show=nobody", 0),
        ("show=supported", 3),
        ("q=nobody", 0),
    ):
        rows = b"".join(client.get(f"/facilitators/support/?{asked}&format=csv")).decode().splitlines()
        assert len(rows) - 1 == found, asked
    rows = b"".join(client.get("/facilitators/support/?show=due&format=csv")).decode()
    assert f"{person},,{supervisor}," in rows and ",overdue," in rows
    assert client.get("/facilitators/support/?show=king&format=csv").status_code == 422


def test_the_desk_names_what_is_overdue_and_no_more(support, person, supervisor, coordinator, now):
    supervised(FacilitatorFactory(), supervisor, now, days_ago=10)
    text = reading_as(coordinator)("/")
    assert "Supervision overdue" in text and f"{person} with {supervisor}" in text
    assert text.count("Have not talked yet") == 1


@pytest.mark.parametrize("n", [1, 3, 25])
def test_pages_cost_the_same_however_many_there_are(
    n, person, supervisor, coordinator, now, django_assert_num_queries
):
    for _ in range(n):
        other = FacilitatorFactory()
        supervised(other, supervisor, now, days_ago=50)
        supervised(other, person, now, kind="buddy")
    as_coordinator, as_supervisor = signed_in_as(coordinator), signed_in_as(supervisor.user)
    with django_assert_num_queries(6):
        as_coordinator.get("/facilitators/support/")
    with django_assert_num_queries(5):
        as_coordinator.get(f"/facilitators/{supervisor.pk}/support/")
    with django_assert_num_queries(8):
        as_supervisor.get("/growing/")
    with django_assert_num_queries(11):
        as_coordinator.get("/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_in_a_browser(viewport, support, person, supervisor, coordinator, now, visit):
    supervised(supervisor, FacilitatorFactory(), now, kind="buddy")
    page, go = visit(coordinator, viewport=viewport)
    for address in ("/facilitators/support/", f"/facilitators/{person.pk}/support/"):
        go(address)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page, go = visit(supervisor.user, viewport=viewport, scripts=False)
    go("/growing/")
    page.get_by_role("button", name="We talked today").click()
    assert "Noted that you talked." in page.content()
    page, go = visit(supervisor.user, viewport=viewport)
    for address in ("/growing/", f"/growing/support/{support.pk}/"):
        go(address)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
