from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from facilitators.emails import AVAILABILITY
from facilitators.tests.factories import (
    FacilitatorFactory,
    SessionFactory,
    ahead,
    assigned,
    busy_at,
    says,
)
from facilitators.tests.test_availability_page import monday, said, today_in_boxes
from stepforward.audit.models import AuditEvent
from stepforward.people import links
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory()


@pytest.fixture
def address(facilitator):
    return address_of(facilitator)


def address_of(facilitator, days=60):
    expires_at = timezone.now() + timedelta(days=days)
    return f"/availability/{links.issue(AVAILABILITY, facilitator, expires_at=expires_at)}/"


def test_the_link_opens_six_weeks_without_signing_in_with_what_was_said(address, facilitator):
    says(facilitator, monday(), morning="if_needed")
    page = Client().get(address)
    text = page.content.decode()
    assert page.status_code == 200 and "UK time" in text and facilitator.user.name in text
    tile = text.split(f'name="{monday()}-morning"')[1].split("</select>")[0]
    assert '<option value="if_needed" selected>' in tile
    assert page["Cache-Control"] == "no-store" and page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex"


def test_opening_it_does_nothing_and_saving_is_a_post(address, facilitator):
    Client().get(f"{address}?{monday()}-morning=yes&do=clear")
    assert said(facilitator) == {}
    page = Client().post(address, {f"{monday()}-morning": "yes"})
    assert page.status_code == 302 and page.url.startswith(address)
    assert said(facilitator) == {(monday(), "morning"): "yes"}
    assert AuditEvent.objects.get(verb="availability said").by is None


def test_taps_are_saved_one_by_one(address, facilitator):
    page = Client().post(f"{address}taps/", {f"{monday()}-evening": "no"})
    assert page.json() == {"saved": 1, "why": ""}
    assert Client().post(f"{address}taps/", {f"{monday()}-evening": "no"}).json()["saved"] == 0
    assert said(facilitator) == {(monday(), "evening"): "no"}
    assert Client().get(f"{address}taps/").status_code == 405


def test_a_tap_that_is_no_answer_is_refused_and_one_on_other_days_counts_for_nothing(address, facilitator):
    refused = Client().post(f"{address}taps/", {f"{monday()}-evening": "maybe\0"})
    assert refused.status_code == 422 and "choose Yes, If needed, No" in refused.json()["why"]
    elsewhere = {f"{monday(0) - timedelta(days=1)}-morning": "yes", "9999-99-99-morning": "yes"}
    elsewhere |= {f"{monday(6)}-morning": "yes", f"{monday()}-night": "yes", "\0": "yes"}
    assert Client().post(f"{address}taps/", elsewhere).json() == {"saved": 0, "why": ""}
    assert said(facilitator) == {}


def test_a_tap_on_time_that_was_taken_meanwhile_is_said_not_to_be_saved(address, facilitator):
    starts_at = ahead(9, 14, 0)
    assigned(facilitator, SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    day = civil_date(starts_at)
    page = Client().post(f"{address}taps/", {f"{day}-afternoon": "yes", f"{day}-evening": "yes"})
    assert page.json()["saved"] == 1 and "taken meanwhile" in page.json()["why"]
    assert said(facilitator) == {(day, "evening"): "yes"}


def test_the_usual_week_and_the_wishes_are_said_from_the_link_too(address, facilitator):
    assert Client().post(f"{address}usual/", today_in_boxes(**{"0-morning": "yes"})).url == address
    assert facilitator.usual.get().level == "yes"
    wishes = {"sessions_a_month": "1", "base": "Bolton", "miles_at_most": "", "notice_days": "0"}
    assert Client().post(f"{address}wishes/", wishes).url == address
    facilitator.refresh_from_db()
    assert facilitator.sessions_a_month == 1


def test_it_shows_busy_time_and_no_calendars(address, facilitator):
    busy_at(facilitator, ahead(9, 8, 0), hours=10, name="My secret rota")
    text = Client().get(address).content.decode()
    assert "On rota" in text and "My secret rota" not in text


@pytest.mark.parametrize("way", ["unknown", "too old", "withdrawn", "another purpose", "left"])
def test_a_link_that_cannot_be_used_shows_nothing_and_saves_nothing(facilitator, way):
    address = address_of(facilitator, days=-1 if way == "too old" else 60)
    if way == "unknown":
        address = "/availability/nothing/"
    elif way == "withdrawn":
        signed_in_as(facilitator.user).post("/availability/links/withdraw/")
    elif way == "another purpose":
        token = links.issue("facilitators.offer", facilitator, expires_at=timezone.now() + timedelta(days=1))
        address = f"/availability/{token}/"
    elif way == "left":
        facilitator.left_on = civil_date(timezone.now())
        facilitator.save(update_fields=["left_on"])
    for page in ("", "usual/", "wishes/"):
        answer = Client().get(address + page)
        assert answer.status_code == 404 and facilitator.user.name not in answer.content.decode()
    assert Client().post(address, {f"{monday()}-morning": "yes"}).status_code == 404
    assert Client().post(f"{address}taps/", {f"{monday()}-morning": "yes"}).status_code == 404
    assert said(facilitator) == {}


def test_somebody_elses_link_says_nothing_for_me(facilitator):
    other = FacilitatorFactory()
    signed_in_as(facilitator.user).post(address_of(other), {f"{monday()}-morning": "yes"})
    assert (said(facilitator), said(other)) == ({}, {(monday(), "morning"): "yes"})


@pytest.mark.parametrize("rows", [1, 3, 25])
def test_the_page_takes_the_same_queries_however_much_was_said(
    address, facilitator, rows, django_assert_num_queries
):
    for n in range(rows):
        says(facilitator, monday() + timedelta(days=n), morning="yes")
        facilitator.usual.create(
            weekday=n % 7, part="evening", level="no", starts_on=monday(n), ends_on=monday(n)
        )
    with django_assert_num_queries(9):
        assert Client().get(address).status_code == 200
