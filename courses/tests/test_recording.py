"""Recording a request for somebody who rang; days that are named rather than a stretch of time."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import TrainingRequest
from courses.moving.wishes import read_wish
from courses.planned_days import first_day_for
from courses.tests.factories import CourseFactory, TrainingRequestFactory
from courses.tests.test_asking import typed
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as
from stepforward.ui.wording import civil_date, say_date, say_day, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def recorded(**different):
    on = different.pop("asked_on", today() - timedelta(days=3))
    days = {f"asked_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    return typed(**{"how": "phone", "acknowledge": "yes"} | different) | days


@pytest.mark.parametrize(("acknowledge", "emails"), [("yes", 1), ("no", 0)])
def test_a_request_by_phone_waits_from_the_day_they_rang(desk, coordinator, acknowledge, emails):
    answer = desk.post("/requests/new/", recorded(acknowledge=acknowledge))
    asked = TrainingRequest.objects.get()
    assert answer.url == f"/requests/{asked.pk}/"
    assert (asked.state, asked.team, asked.days_waiting(timezone.now())) == ("new", "Theatres", 3)
    assert OutgoingEmail.objects.count() == emails
    assert "Request recorded: asked by phone" in desk.get(answer.url).text


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"how": "pigeon"}, "Select how they asked"),
        ({"asked_on": today() + timedelta(days=1)}, "must be today or in the past"),
        ({"asked_on": today() - timedelta(days=400)}, "must be within the past year"),
        ({"organisation": ""}, "Select their organisation"),
        ({"contact_email": "jo"}, "Enter an email address in the correct format"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, different, why):
    answer = desk.post("/requests/new/", recorded(**different))
    assert answer.status_code == 422
    assert why in answer.text
    assert "Our audit day." in answer.text
    assert not TrainingRequest.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 403), (Role.DEAN, 403), (None, 404), ("anonymous", 302)]
)
def test_nobody_else_records(role, status):
    client = Client() if role == "anonymous" else signed_in_as(person(role))
    assert client.post("/requests/new/", recorded()).status_code == status
    assert not TrainingRequest.objects.exists()


def test_days_that_are_named_are_kept_shown_and_suggested(desk):
    # given
    first, second = today() + timedelta(days=30), today() + timedelta(days=60)
    said = typed(dates=f"{say_day(second)} or {say_date(first)}", earliest=None, latest=None)
    # when
    answer = Client().post("/request/", said)
    # then
    asked = TrainingRequest.objects.get()
    assert (asked.dates, asked.earliest, asked.latest) == ([first, second], first, second)
    assert say_day(second) in Client().get(answer.url).text
    assert say_day(second) in OutgoingEmail.objects.get().text
    CourseFactory()
    plan = desk.get(f"/requests/{asked.pk}/plan/").text
    assert f'name="day_day" value="{first.day}"' in plan or f'value="{first.day}"' in plan


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ("sometime", "Write each date with its month"),
        ("24-26 May", "Write each date with its month"),
        ("1 May 2001", "Every date must be today or in the future"),
        (f"1 May {today().year + 5}", "Every date must be within the next two years"),
        (", ".join(f"{day} May {today().year + 1}" for day in range(1, 15)), "Name at most 12 dates"),
        ("x" * 301, "300 characters or fewer"),
    ],
)
def test_days_that_cannot_be_read_are_said_at_their_field(dates, why):
    answer = Client().post("/request/", typed(dates=dates))
    assert answer.status_code == 422
    assert why in answer.text
    assert not TrainingRequest.objects.exists()


def test_without_days_the_first_and_last_are_needed():
    answer = Client().post("/request/", typed(earliest=None, latest=None))
    assert answer.status_code == 422
    assert "Enter the earliest date" in answer.text
    assert "Enter the latest date" in answer.text


@pytest.mark.parametrize(
    ("said", "dates", "weekdays"),
    [
        ("24 May or 8 July", [date(2026, 5, 24), date(2026, 7, 8)], []),
        ("8/7 pm, otherwise 24/5", [date(2026, 5, 24), date(2026, 7, 8)], []),
        ("3 March", [date(2026, 3, 3)], []),
        ("between 3 March and 20 March", [], []),
        ("Tuesdays from 3 March to 20 March", [], [1]),
        ("w/c 2 March", [], []),
        ("any Tuesday in March", [], [1]),
    ],
)
def test_a_spreadsheet_s_days_are_kept_as_days_and_stretches_as_stretches(said, dates, weekdays):
    wish = read_wish(said, date(2026, 1, 6))
    assert (wish.dates, wish.weekdays) == (dates, weekdays)
    assert all(wish.earliest <= day <= wish.latest for day in dates)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ({"dates": [date(2026, 2, 3), date(2026, 3, 5)]}, date(2026, 2, 3)),
        ({"dates": [date(2026, 1, 3), date(2026, 3, 5)], "earliest": date(2026, 1, 3)}, date(2026, 3, 5)),
        ({"weekdays": [1, 3]}, date(2026, 2, 3)),
        ({}, date(2026, 2, 2)),
        ({"earliest": date(2026, 1, 1), "latest": date(2026, 1, 2)}, date(2026, 1, 6)),
    ],
)
def test_the_first_suggestion_is_the_first_day_that_suits(asked, day, now):
    assert first_day_for(TrainingRequestFactory(**asked), civil_date(now)) == day
