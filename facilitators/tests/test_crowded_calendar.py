"""What `bench` plants to measure the coordinator's calendar, and how it says what it found."""

import pytest
from django.test import Client
from icalendar import Calendar

from courses.tests.factories import CourseFactory, VenueFactory
from facilitators import crowded_calendar
from facilitators.tests.factories import accredited
from stepforward.measuring.pages import Cost, Page
from stepforward.measuring.registry import benches
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

pytestmark = pytest.mark.django_db


def test_it_is_fetched_whole_with_every_team_and_every_place():
    User.objects.create_user(email_of(Role.COORDINATOR), name="Nadia", roles=[Role.COORDINATOR])
    VenueFactory(), CourseFactory(), accredited(), accredited()
    answer = Client().get(crowded_calendar.crowd())
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == crowded_calendar.SESSIONS
    assert all("12 of 24 places taken." in event["DESCRIPTION"] for event in events)
    assert all("leads; " in event["DESCRIPTION"] for event in events)


def test_its_figures_say_which_bench_and_what_is_good_enough():
    assert benches()["calendar"] is crowded_calendar
    cost = Cost(queries=9, cpu=50.0, p50=60.0, p95=80.0, size=200_000)
    page = Page(crowded_calendar.NAME, "visitor", "/calendar/sessions/x.ics", cost, cost)
    found = {one["figure"].split()[-1]: one for one in crowded_calendar.figures([page])}
    assert {one["bench"] for one in found.values()} == {"calendar"}
    assert (found["p95"]["value"], found["p95"]["goal"]) == (80.0, "<=100")
    assert crowded_calendar.NAME in crowded_calendar.table([page])
