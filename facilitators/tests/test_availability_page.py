from datetime import timedelta

import pytest
from django.utils import timezone

from facilitators.tests.factories import FacilitatorFactory, SessionFactory, ahead, assigned, says
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

PAGE = "/availability/"


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory()


@pytest.fixture
def client(facilitator):
    return signed_in_as(facilitator.user)


def monday(weeks=1):
    today = civil_date(timezone.now())
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def said(facilitator):
    return {(row.day, row.part): row.level for row in facilitator.said.all()}


def test_six_weeks_of_tiles_from_today_on(client):
    text = client.get(PAGE).content.decode()
    today, last = civil_date(timezone.now()), monday(6) - timedelta(days=1)
    assert f'name="{today}-morning"' in text and f'name="{last}-evening"' in text
    assert f'name="{today - timedelta(days=1)}-morning"' not in text
    assert f'name="{last + timedelta(days=1)}-morning"' not in text


def test_what_is_chosen_is_kept_and_saving_again_changes_nothing(client, facilitator):
    sent = {f"{monday()}-morning": "yes", f"{monday()}-evening": "no", f"{monday()}-afternoon": ""}
    assert "Saved." in client.post(PAGE, sent, follow=True).content.decode()
    assert said(facilitator) == {(monday(), "morning"): "yes", (monday(), "evening"): "no"}
    assert "Nothing has changed" in client.post(PAGE, sent, follow=True).content.decode()
    assert facilitator.windows.count() == 1


def test_a_tile_that_says_something_else_is_refused_and_nothing_typed_is_lost(client, facilitator):
    sent = {f"{monday()}-morning": "perhaps", f"{monday()}-evening": "if_needed"}
    page = client.post(PAGE, sent)
    assert page.status_code == 422 and "choose Yes, If needed, No" in page.content.decode()
    tile = page.content.decode().split(f'name="{monday()}-evening"')[1].split("</select>")[0]
    assert '<option value="if_needed" selected>' in tile
    assert said(facilitator) == {}


def test_days_that_are_over_and_days_far_away_are_not_taken(client, facilitator):
    yesterday = civil_date(timezone.now()) - timedelta(days=1)
    client.post(
        PAGE, {f"{yesterday}-morning": "yes", "9999-99-99-morning": "yes", "2999-01-01-morning": "yes"}
    )
    assert said(facilitator) == {}


@pytest.mark.parametrize("asked", ["nonsense", "2026-13-40", "1066-10-14", "9999-12-31", ""])
def test_any_date_in_the_address_gives_a_page(client, asked):
    assert client.get(PAGE, {"from": asked}).status_code == 200


def test_time_that_is_taken_is_shown_as_such_and_cannot_be_said(client, facilitator):
    starts_at = ahead(9, 14, 0)
    assigned(facilitator, SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    day = civil_date(starts_at)
    text = client.get(PAGE).content.decode()
    assert "Booked" in text and f'name="{day}-afternoon"' not in text
    client.post(PAGE, {f"{day}-afternoon": "yes"})
    assert said(facilitator) == {}


def test_the_usual_pattern_fills_blanks_only_and_can_be_undone(client, facilitator):
    for weeks in (-1, -2):
        says(facilitator, monday(weeks), morning="yes", evening="no")
    client.post(PAGE, {"do": "usual", f"{monday(2)}-morning": "no"})
    found = {when: level for when, level in said(facilitator).items() if when[0] >= monday(1)}
    assert found[monday(1), "morning"] == "yes" and found[monday(5), "evening"] == "no"
    assert found[monday(2), "morning"] == "no"
    client.post(PAGE, {"do": "undo"})
    assert not facilitator.said.filter(day__gte=monday(1)).exists()
    assert facilitator.said.filter(day__lt=monday(0)).count() == 4


def test_not_this_week_says_no_to_the_whole_week(client, facilitator):
    client.post(PAGE, {"do": f"not:{monday(2)}"})
    found = said(facilitator)
    assert len(found) == 21 and set(found.values()) == {"no"}
    assert {day for day, _ in found} == {monday(2) + timedelta(days=n) for n in range(7)}


@pytest.mark.parametrize(
    ("typed", "status"), [("3", 302), ("0", 302), ("", 422), ("many", 422), ("32", 422), ("-1", 422)]
)
def test_the_limit_is_a_number_of_sessions_a_month(client, facilitator, typed, status):
    page = client.post("/availability/limit/", {"sessions_a_month": typed})
    assert page.status_code == status
    facilitator.refresh_from_db()
    assert facilitator.sessions_a_month == (int(typed) if status == 302 else 2)
