"""The coordinator's private calendar of every session that is planned or open."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from courses.models import Booking, Session
from courses.tests.factories import BookingFactory
from facilitators import feeds, programme_calendar
from facilitators.tests.factories import SessionFactory, accredited, assigned
from stepforward.testing import person, signed_in_as
from stepforward.ui.wording import LONDON

pytestmark = pytest.mark.django_db


def address_of(user):
    address = programme_calendar.renew(user=user, now=timezone.now())
    return "/calendar/sessions/" + address.split("/calendar/sessions/")[1]


def events(address):
    return Calendar.from_ical(Client().get(address).content).walk("VEVENT")


def test_it_says_state_places_and_team_of_all_that_is_planned_or_open(coordinator):
    at = (timezone.now() + timedelta(days=9)).replace(microsecond=0)
    session = SessionFactory(starts_at=at, state="open", capacity=12, team_name="Theatres")
    lead = accredited()
    assigned(lead, session)
    BookingFactory.create_batch(3, session=session, state="booked")
    SessionFactory(starts_at=at + timedelta(days=1), state="planned")
    SessionFactory(starts_at=at, state="called_off", called_off_because="Snow")
    first, second = events(address_of(coordinator))
    assert first["SUMMARY"] == f"{session.course.name}, Theatres (open for booking, 3 of 12)"
    assert "3 of 12 places taken." in first["DESCRIPTION"]
    assert f"Team: {lead.user.name} leads" in first["DESCRIPTION"]
    assert "needs" in second["DESCRIPTION"]
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert first["DTSTART"].dt == at
    assert first["DTSTART"].to_ical().endswith(b"Z")
    assert first["URL"].endswith(f"/manage/sessions/{session.pk}/")


def test_its_entries_never_take_the_place_of_an_invitation(coordinator):
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=9), state="open")
    one = accredited()
    assigned(one, session)
    address = feeds.renew(facilitator=one, by=one.user, now=timezone.now())
    (own,) = Calendar.from_ical(Client().get("/calendar/" + address.split("/calendar/")[1]).content).walk(
        "VEVENT"
    )
    whole = address_of(coordinator)
    (first,), (again,) = events(whole), events(whole)
    assert first["UID"] == again["UID"] != own["UID"]
    assert first["UID"].startswith(f"session-{session.pk}-programme@")


@pytest.mark.parametrize(
    ("moment", "clock"),
    [
        (datetime(2027, 3, 27, 9, 0, tzinfo=UTC), 9),
        (datetime(2027, 3, 29, 8, 0, tzinfo=UTC), 9),
        (datetime(2027, 10, 29, 8, 0, tzinfo=UTC), 9),
        (datetime(2027, 11, 1, 9, 0, tzinfo=UTC), 9),
    ],
)
def test_nine_oclock_stays_nine_oclock_across_clock_changes(moment, clock, coordinator):
    SessionFactory(starts_at=moment, state="planned")
    (event,) = events(address_of(coordinator))
    assert event["DTSTART"].dt == moment
    assert event["DTSTART"].dt.astimezone(LONDON).hour == clock


def test_what_has_not_changed_is_not_sent_again(coordinator):
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=9), state="open")
    address, client = address_of(coordinator), Client()
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    BookingFactory(session=session, state="booked")
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assigned(accredited(), session)
    assert client.get(address, headers={"if-none-match": changed["ETag"]}).status_code == 200


def test_a_new_link_stops_the_one_before_a_withdrawn_one_is_gone_and_so_is_that_of_who_plans_no_more(
    coordinator,
):
    first, second = address_of(coordinator), address_of(coordinator)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    signed_in_as(coordinator).post("/calendar/sessions/withdraw/")
    assert Client().get(second).status_code == 404
    third = address_of(coordinator)
    coordinator.roles = ["dean"]
    coordinator.save()
    assert Client().get(third).status_code == 404


def test_only_who_plans_sessions_makes_one(coordinator):
    mine = signed_in_as(coordinator)
    assert mine.get("/calendar/sessions/renew/").status_code == 405
    text = mine.post("/calendar/sessions/renew/").content.decode()
    path = "/calendar/sessions/" + text.split("/calendar/sessions/")[1].split('"')[0]
    assert "this once" in text
    for user, status in ((person("facilitator"), 403), (person(), 404)):
        assert signed_in_as(user).post("/calendar/sessions/renew/").status_code == status
    assert path


@pytest.mark.parametrize("n", [1, 3, 25])
def test_it_costs_seven_queries_however_many_sessions(n, coordinator):
    for day in range(n):
        assigned(
            accredited(), SessionFactory(starts_at=timezone.now() + timedelta(days=9 + day), state="open")
        )
    address = address_of(coordinator)
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    assert len(queries) == 7


def test_a_session_that_is_online_too_has_one_description_and_one_address(coordinator):
    session = SessionFactory(
        starts_at=timezone.now() + timedelta(days=9), state="open", online_link="https://meet.example/1"
    )
    (event,) = events(address_of(coordinator))
    assert str(event["LOCATION"]) == session.venue.in_full
    assert str(event["URL"]).endswith(f"/manage/sessions/{session.pk}/")
    assert "needs" in str(event["DESCRIPTION"])


def five_hundred_sessions():
    first = SessionFactory(starts_at=timezone.now() + timedelta(days=9), state="open")
    Session.objects.bulk_create(
        Session(
            course=first.course,
            venue=first.venue,
            starts_at=first.starts_at + timedelta(hours=3 * n),
            ends_at=first.ends_at + timedelta(hours=3 * n),
            capacity=20,
            state="open",
            opened_at=first.opened_at,
        )
        for n in range(1, 500)
    )
    now = timezone.now()
    Booking.objects.bulk_create(
        Booking(session=one, name="A", email=f"{n}@x.example", state="booked", booked_at=now, placed_at=now)
        for one in Session.objects.all()
        for n in range(4)
    )


@pytest.mark.parametrize(("asks", "seconds"), [("whether it changed", 0.15), ("for all of it", 0.2)])
def test_five_hundred_sessions_are_told_in_a_moment(coordinator, asks, seconds):
    # of this process's own time: `bench` measures what somebody waits
    five_hundred_sessions()
    address, client, took = address_of(coordinator), Client(), []
    etag = client.get(address)["ETag"]
    headers = {"if-none-match": etag} if asks == "whether it changed" else {}
    for _ in range(20):
        began = time.process_time()
        client.get(address, headers=headers)
        took.append(time.process_time() - began)
    assert len(events(address)) == 500
    assert sorted(took)[10] < seconds
