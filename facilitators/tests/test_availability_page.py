import re
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


@pytest.mark.parametrize("weeks", [1, 0])
def test_same_as_last_month_fills_blanks_with_the_four_weeks_before(client, facilitator, weeks):
    says(facilitator, monday(weeks) - timedelta(weeks=4), morning="yes", evening="no")
    says(facilitator, monday(weeks + 4) + timedelta(days=1), evening="no")
    says(facilitator, monday(weeks + 4), evening="yes")
    client.post(f"{PAGE}?from={monday(weeks)}", {"do": "month"})
    found = {when: level for when, level in said(facilitator).items() if when[0] >= monday(1)}
    copied = {(monday(weeks), "morning"): "yes", (monday(weeks), "evening"): "no"} if weeks else {}
    assert found == copied | {
        (monday(weeks + 4), "morning"): "yes",
        (monday(weeks + 4), "evening"): "yes",
        (monday(weeks + 4) + timedelta(days=1), "evening"): "no",
    }


@pytest.mark.parametrize(("part", "parts"), [("evening", 6), ("", 18)])
def test_all_of_one_weekday_are_set_in_one_go(client, facilitator, part, parts):
    sent = {"do": "all", "all-weekday": "1", "all-part": part, "all-level": "if_needed"}
    client.post(f"{PAGE}?from={monday()}", sent)
    found = said(facilitator)
    assert len(found) == parts and set(found.values()) == {"if_needed"}
    assert {day.weekday() for day, _ in found} == {1}


@pytest.mark.parametrize("wrong", [{"all-weekday": "9"}, {"all-part": "night\0"}, {"all-level": ""}])
def test_one_weekday_that_is_none_is_refused_and_no_tile_is_lost(client, facilitator, wrong):
    sent = {"do": "all", "all-weekday": "1", "all-part": "", "all-level": "yes", f"{monday()}-morning": "no"}
    page = client.post(PAGE, sent | wrong)
    assert page.status_code == 422
    tile = page.content.decode().split(f'name="{monday()}-morning"')[1].split("</select>")[0]
    assert '<option value="no" selected>' in tile
    assert said(facilitator) == {}


def test_weeks_are_cleared_and_a_clearing_is_undone(client, facilitator):
    says(facilitator, monday(), morning="yes")
    says(facilitator, monday(7), morning="yes")
    client.post(f"{PAGE}?from={monday()}", {"do": "clear"})
    assert said(facilitator) == {(monday(7), "morning"): "yes"}
    client.post(PAGE, {"do": "undo"})
    assert (monday(), "morning") in said(facilitator)


def test_a_page_that_lay_open_takes_back_nothing_that_was_said_elsewhere(client, facilitator):
    def page():
        text = client.get(PAGE).content.decode()
        was = re.search('name="was" value="([^"]+)"', text)[1]
        return {"was": was, f"{monday()}-morning": "", f"{monday()}-evening": ""}

    first, second = page(), page()
    client.post(PAGE, first | {f"{monday()}-morning": "yes"})
    client.post(PAGE, second | {f"{monday()}-evening": "no"})
    assert said(facilitator) == {(monday(), "morning"): "yes", (monday(), "evening"): "no"}


@pytest.mark.parametrize("was", ["nonsense", "9999-12-31 yyyyyyyyy", "2026-01-05 xxx", "\0", "y" * 10_000])
def test_what_no_page_has_shown_counts_for_nothing(client, facilitator, was):
    client.post(PAGE, {"was": was, f"{monday()}-morning": "yes"})
    assert said(facilitator) == {(monday(), "morning"): "yes"}


def usual(facilitator):
    return {(row.weekday, row.part): row.level for row in facilitator.usual.all()}


def today_in_boxes(**more):
    day = civil_date(timezone.now())
    return {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year} | more


def test_a_usual_week_is_said_once_shown_on_every_week_and_kept_apart(client, facilitator):
    client.post(f"{PAGE}usual/", today_in_boxes(**{"0-morning": "yes", "2-evening": "if_needed"}))
    assert usual(facilitator) == {(0, "morning"): "yes", (2, "evening"): "if_needed"}
    text = client.get(PAGE).content.decode()
    tile = text.split(f'name="{monday()}-morning"')[1].split("</select>")[0]
    assert '<option value="" data-usual="yes" selected>Yes</option>' in tile and 'value="yes"' not in tile
    assert "Pale tiles follow your usual week" in text
    # one that is different is said of that day, and going back to usual takes it away
    client.post(PAGE, {f"{monday()}-morning": "no"})
    assert said(facilitator) == {(monday(), "morning"): "no"}
    client.post(PAGE, {"do": "usual"})
    assert said(facilitator) == {}


def test_without_anything_to_copy_my_usual_pattern_asks_for_it(client):
    assert client.post(PAGE, {"do": "usual"}).url == f"{PAGE}usual/"


def test_the_usual_week_begins_as_what_was_said_most_often(client, facilitator):
    says(facilitator, monday(-1), morning="yes")
    text = client.get(f"{PAGE}usual/").content.decode()
    assert "most often in the last four weeks" in text
    tile = text.split('name="0-morning"')[1].split("</select>")[0]
    assert '<option value="yes" selected>' in tile


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_on_year": "1066"}, "must be today or in the future"),
        ({"starts_on_year": "9999"}, "or before"),
        ({"starts_on_day": "31", "starts_on_month": "2"}, "must be a real date"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2020"}, "or later"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "9999"}, "within five years"),
        ({"0-morning": "maybe\0"}, "Monday, morning: choose"),
    ],
)
def test_a_usual_week_that_cannot_be_is_refused_and_nothing_typed_is_lost(client, facilitator, wrong, words):
    page = client.post(f"{PAGE}usual/", today_in_boxes(**{"1-morning": "if_needed"}) | wrong)
    assert page.status_code == 422 and words in page.content.decode()
    tile = page.content.decode().split('name="1-morning"')[1].split("</select>")[0]
    assert '<option value="if_needed" selected>' in tile
    assert usual(facilitator) == {}


WISHES = {"sessions_a_month": "3", "base": "bolton", "miles_at_most": "40", "notice_days": "14"}


def test_wishes_are_kept_and_said_on_the_page(client, facilitator):
    assert client.post(f"{PAGE}wishes/", WISHES).status_code == 302
    text = client.get(PAGE).content.decode()
    assert "At most 3 sessions a month" in text
    assert "and up to 40 miles from Bolton, with 14 days’ notice" in text
    client.post(f"{PAGE}wishes/", WISHES | {"online_only": "on", "notice_days": "0", "sessions_a_month": "0"})
    text = client.get(PAGE).content.decode()
    assert "No sessions at present" in text and "and online only, at any notice" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sessions_a_month": ""}, "Enter how many sessions"),
        ({"sessions_a_month": "32"}, "31 or fewer"),
        ({"miles_at_most": "-1"}, "0 or more"),
        ({"miles_at_most": "301"}, "300 or fewer"),
        ({"notice_days": "91"}, "90 or fewer"),
        ({"notice_days": ""}, "Enter how many days"),
        ({"base": "Atlantis"}, "We do not know where “Atlantis” is"),
        ({"base": ""}, "Enter the town you travel from"),
        ({"base": "Bolton\0"}, ""),
        ({"base": "x" * 10_000}, "80 characters or fewer"),
    ],
)
def test_absurd_wishes_are_refused_in_words(client, facilitator, wrong, words):
    page = client.post(f"{PAGE}wishes/", WISHES | wrong)
    assert page.status_code == 422 and words in page.content.decode()
    facilitator.refresh_from_db()
    assert (facilitator.sessions_a_month, facilitator.miles_at_most) == (2, None)
